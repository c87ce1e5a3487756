"""A real browser on a real server; where there is none, these tests say so and are skipped."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

_FOUND = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all stories of this process."""
    if _FOUND is None:
        pytest.skip("no Chromium on this machine: the stories in a browser are skipped")
    # Playwright keeps a loop in this thread; the ORM calls below are plain synchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=_FOUND, args=_FLAGS)
        yield found
        found.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture(autouse=True)
def _letters_in_the_mailbox(settings: Any) -> None:
    """The letters of the story are read at /dev/surat/, as in a demo."""
    settings.EMAIL_BACKEND = "notifications.channels.mailbox.MailboxBackend"

"""A real browser on a real server; without a Chromium the browser tests are skipped."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.flows.requests import running_requests
from tests.flows.visitor import Visitor

# The first has no windows of its own, which take most of the time of the others.
_CHROMIUM = next(
    (
        path
        for name in (
            "chromium-headless-shell",
            "chromium",
            "chromium-browser",
            "google-chrome",
        )
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
def chromium() -> Iterator[Browser]:
    """Start one Chromium for all browser tests of this process."""
    if _CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the tests in a browser are skipped")
    # Playwright keeps a loop in this thread; the ORM calls below are plain synchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture
def browser(
    chromium: Browser,
    transactional_db: None,
    settings: Any,
    live_server: Any,
    exhaustive: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Browser]:
    """Give the Chromium to one test; afterwards no page is open and no request is running.

    Both end before the database of the test is taken away. Links in letters lead to its server.
    """
    settings.PORTAL_URL = live_server.url
    monkeypatch.setattr(Visitor, "axe_looks_twice", exhaustive)
    with running_requests() as requests:
        yield chromium
        for context in chromium.contexts:
            context.close()
        requests.wait_until_none()


@pytest.fixture(autouse=True)
def _letters_in_the_mailbox(settings: Any) -> None:
    """Show the letters at /dev/surat/, as in a demo."""
    settings.EMAIL_BACKEND = "notifications.channels.mailbox.MailboxBackend"

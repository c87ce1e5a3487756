"""What every test stands on: a database with the reference data and schemes loaded once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation

from reference.models import Regency


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Reference data and schemes are part of every installation, so of every test database."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)


@pytest.fixture(autouse=True)
def _reference_again(request: pytest.FixtureRequest) -> None:
    """A test on real transactions empties every table behind it; the next one loads again."""
    marker = request.node.get_closest_marker("django_db")
    names = set(request.fixturenames)
    real = bool(marker and marker.kwargs.get("transaction")) or names & {
        "transactional_db",
        "live_server",
    }
    if real:
        request.getfixturevalue("transactional_db")
        if not Regency.objects.exists():
            call_command("load_reference", verbosity=0)


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Mail and files of one test are seen by no other; limits start anew."""
    settings.MAIL_DIR = tmp_path / "mail"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "documents", "base_url": None},
        },
    }
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _portal_language(settings: Any) -> None:
    """A request leaves its language behind in the thread; the next test starts in Indonesian."""
    translation.activate(settings.LANGUAGE_CODE)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many interleavings the races ran, scenario by scenario."""
    counts = [
        value
        for report in terminalreporter.getreports("passed")
        for name, value in getattr(report, "user_properties", [])
        if name == "interleavings"
    ]
    if counts:
        total = sum(number for _scenario, number in counts)
        terminalreporter.write_line(f"races: {total} interleavings in {len(counts)} scenarios")

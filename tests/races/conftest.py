"""One prepared world for all races of a worker; its rows really commit and are swept afterwards."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from common.workers import BACKOFF
from reference.models import Regency


@pytest.fixture(scope="module", autouse=True)
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Connections of other threads see what is written here; no broker is poked.

    Named as pytest-django's own, which it looks for before it makes a test database.
    """
    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"].startswith("test_"), (
            "this would empty your database"
        )
        # A module begins before `_reference_again` could see what the last test emptied.
        if not Regency.objects.exists():
            call_command("load_reference", verbosity=0)
        before, BACKOFF.until = BACKOFF.until, math.inf
        yield
        BACKOFF.until = before
        call_command("flush", verbosity=0, interactive=False)
        call_command("load_reference", verbosity=0)


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Reports how many interleavings a scenario ran; the summary of the run prints them."""

    def count(scenario: str, interleavings: int) -> None:
        record_property("interleavings", (scenario, interleavings))

    return count

"""One set of committed rows for all races of a module; a fresh database afterwards."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from common.workers import BACKOFF
from tests.database import WorkerDatabase


@pytest.fixture(scope="module", autouse=True)
def transactional_db(
    django_db_setup: None, django_db_blocker: Any, worker_database: WorkerDatabase
) -> Iterator[None]:
    """Rows that connections of other threads see, for a whole module; no worker is woken.

    Named as pytest-django's own, which it looks for before it makes a test database.
    """
    with django_db_blocker.unblock():
        before, BACKOFF.until = BACKOFF.until, math.inf
        yield
        BACKOFF.until = before
        worker_database.restore()


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Record how many interleavings a scenario ran; the summary of the run prints them."""

    def count(scenario: str, interleavings: int) -> None:
        record_property("interleavings", (scenario, interleavings))

    return count

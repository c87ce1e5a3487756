"""One set of committed rows for all races of a module; a fresh database afterwards."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from common.jobs.workers import BACKOFF
from tests.database import WorkerDatabase
from tests.races.trial import Scenario, explore


@pytest.fixture(scope="module", autouse=True)
def transactional_db(
    django_db_setup: None, django_db_blocker: Any, worker_database: WorkerDatabase
) -> Iterator[None]:
    """Rows that connections of other threads see, for a whole module; no worker is started.

    Named as pytest-django's own, which it looks for before it makes a test database.
    """
    with django_db_blocker.unblock():
        before, BACKOFF.until = BACKOFF.until, math.inf
        yield
        BACKOFF.until = before
        worker_database.restore()


@pytest.fixture
def explored(
    record_property: Callable[[str, object], None], exhaustive: bool
) -> Callable[[Scenario, int], None]:
    """Explore a scenario in so many trials, of which a run that is not exhaustive makes a part.

    The summary of the run prints how many interleavings there were.
    """

    def run(scenario: Scenario, trials: int) -> None:
        interleavings = explore(scenario, trials=trials, exhaustive=exhaustive)
        record_property("interleavings", (scenario.name, interleavings))

    return run

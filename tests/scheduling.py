"""Which tests stay on one worker, and which begin first.

The mark `xdist_group` has no effect: xdist 3.8 appends it to an attribute of the test that pytest
9.2 no longer reads, so the group is spread over all workers, each of which sets up what the group
shares.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

# Needs no database: the other core works while one worker builds that of all tests.
FIRST = "tests/architecture/test_tools.py::test_types_hold"
# What they share costs more than two workers save: a running portal, one prepared transaction with
# a person of every role, a Chromium, a copy of a portal, and the parsed sources.
TOGETHER = (
    "tests/faults/",
    "tests/flows/",
    "tests/architecture/test_access_matrix.py",
    "tests/operations/backup/test_recovery.py",
    "tests/architecture/",
)
LONG_MARKS = ("slow", "browser")


class SharedFixtureScheduling(LoadScopeScheduling):
    """Gives tests one by one to the next free worker, except those that stay together."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid == FIRST:
            return nodeid
        return next((start for start in TOGETHER if nodeid.startswith(start)), nodeid)


def put_long_tests_first(items: list[pytest.Item]) -> None:
    """Sort, so that no worker begins a long test when the other has nothing left to do."""
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> tuple[int, bool]:
    starts = (FIRST, *TOGETHER)
    group = next(
        (i for i, start in enumerate(starts) if item.nodeid.startswith(start)), len(starts)
    )
    return group, not any(item.get_closest_marker(name) for name in LONG_MARKS)

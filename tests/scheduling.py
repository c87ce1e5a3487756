"""Which tests stay on one worker, and which begin first.

xdist's own `loadgroup` reads a mark that current pytest no longer lets it write down: it then
spreads a group over all workers without a word, and each of them starts what the group shares.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

# What these files share costs more than what two workers save: a running portal, one prepared
# transaction with a person of every role.
TOGETHER = ("tests/faults/", "tests/architecture/test_access_matrix.py")
LONG_MARKS = ("slow", "browser")


class SharedFixtureScheduling(LoadScopeScheduling):
    """Tests one by one to whichever worker is free, but for those that stay together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((start for start in TOGETHER if nodeid.startswith(start)), nodeid)


def put_long_tests_first(items: list[pytest.Item]) -> None:
    """Sort, so that no worker begins a long test when the other has nothing left to do."""
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> tuple[int, bool]:
    group = next(
        (i for i, start in enumerate(TOGETHER) if item.nodeid.startswith(start)), len(TOGETHER)
    )
    return group, not any(item.get_closest_marker(name) for name in LONG_MARKS)

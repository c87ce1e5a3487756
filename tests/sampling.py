"""What a run of all tests leaves out unless it is exhaustive, as CI's always is.

Tests marked `exhaustive`. Of each test marked `sampled`, and of each other with a database and
three cases or more, all but a sixth of its cases; not of one marked `whole`, whose cases each are
a kind of their own. And of the tests of `HALVED`, every other. Which stay follows from the name of
the test, so that two tests over one list try different rows of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from zlib import crc32

import pytest

# One case in so many stays.
ONE_IN = 6
# Tests of pages, which are many and draw the same pages again and again.
HALVED = (
    "tests/accounts/web/",
    "tests/applications/admin/",
    "tests/applications/web/",
    "tests/enterprises/web/",
    "tests/letters/admin/",
    "tests/letters/web/",
    "tests/permits/admin/",
    "tests/permits/web/",
    "tests/programs/admin/",
)
# To leave out one of two would save little, and they are often yes and no.
MANY = 3


def left_out_of(items: Sequence[pytest.Item]) -> Iterator[pytest.Item]:
    """Return what is left out of these tests."""
    cases = defaultdict(list)
    for item in items:
        if item.get_closest_marker("exhaustive"):
            yield item
        elif item.get_closest_marker("whole") is None:
            cases[item.nodeid.split("[")[0]].append(item)
    for name, found in cases.items():
        if name.startswith(HALVED) and crc32(name.encode()) % 2:
            yield from found
            continue
        if not _is_sampled(found):
            continue
        first = crc32(name.encode()) % min(ONE_IN, len(found))
        yield from (item for number, item in enumerate(found) if number % ONE_IN != first)


def _is_sampled(cases: Sequence[pytest.Item]) -> bool:
    """Tell whether some of the cases of one test are left out; without a database all are quick."""
    is_marked = cases[0].get_closest_marker("sampled") is not None
    is_slow = cases[0].get_closest_marker("django_db") is not None
    return is_marked or (is_slow and len(cases) >= MANY)

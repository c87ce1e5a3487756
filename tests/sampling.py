"""What a run of all tests leaves out unless it is exhaustive, as CI's always is.

Tests marked `exhaustive`, and of each test marked `sampled` most of its cases. Which cases stay
follows from the name of the test, so that two tests over one list try different rows of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from zlib import crc32

import pytest

# One case in so many stays.
ONE_IN = 3


def left_out_of(items: Sequence[pytest.Item]) -> Iterator[pytest.Item]:
    """Return what is left out of these tests."""
    cases = defaultdict(list)
    for item in items:
        if item.get_closest_marker("exhaustive"):
            yield item
        elif item.get_closest_marker("sampled"):
            cases[item.nodeid.split("[")[0]].append(item)
    for name, found in cases.items():
        first = crc32(name.encode()) % min(ONE_IN, len(found))
        yield from (item for number, item in enumerate(found) if number % ONE_IN != first)

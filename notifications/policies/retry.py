"""When a message is tried again: pure arithmetic."""

from datetime import timedelta

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after `attempts` failures: 30 s, 1 min, 2 min … at most an hour."""
    # Bounded, because the doubled wait would not fit a timedelta.
    doublings = min(max(attempts, 1) - 1, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)

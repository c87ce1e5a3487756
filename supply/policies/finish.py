"""When a plan is done. Pure."""

from collections.abc import Iterable, Sequence


def last_week(allocations: Iterable[Sequence[int]]) -> int:
    """Return the last week, from 1, in which a member makes pieces; 0 where nobody does."""
    return max(
        (week for weekly in allocations for week, pieces in enumerate(weekly, start=1) if pieces),
        default=0,
    )

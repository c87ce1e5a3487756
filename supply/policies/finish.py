"""When a plan is done, and why not earlier. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Finish:
    """The last week (from 1) that makes pieces, and what all offers could make a week earlier.

    `missing` pieces is what they lack of the target by then: above 0 no plan ends earlier; 0 says
    only that the weeks would hold them.
    """

    week: int
    could_make: int
    missing: int


def finish_of(
    allocations: Sequence[Sequence[int]], offers: Sequence[Sequence[int]], target: int
) -> Finish | None:
    """Return when a plan ends; None for a plan that makes nothing."""
    last = max(
        (place + 1 for weekly in allocations for place, pieces in enumerate(weekly) if pieces),
        default=0,
    )
    if last == 0:
        return None
    could = sum(sum(weekly[: last - 1]) for weekly in offers)
    return Finish(last, could, max(target - could, 0))

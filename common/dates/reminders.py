"""Which reminder of an end is due today. Pure."""

from collections.abc import Sequence
from datetime import date


def reminder_due(ends_on: date, today: date, reminded: Sequence[int]) -> int | None:
    """Return how many of the days before the end stand today; None for none, and past the end.

    `reminded` are calendar days before the end, the earliest first; the last day still counts. A
    reminder that was missed is overtaken by the next one, never sent beside it.
    """
    left = (ends_on - today).days
    if left < 0:
        return None
    return next((days for days in reversed(reminded) if left <= days), None)

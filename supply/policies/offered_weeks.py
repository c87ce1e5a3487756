"""What of a member's offer counts in a plan, week by week, and what it lacks. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_PERCENT: Final = 100


@dataclass(frozen=True)
class Weeks:
    """The weeks of an order by their Mondays, and the first that makes pieces for sale."""

    mondays: Sequence[date]
    makes_from: date


def counted(
    pieces: Sequence[int],
    weeks: Weeks,
    *,
    free: Sequence[int],
    first_week_percent: int = _PERCENT,
) -> list[int]:
    """Return the whole pieces of each week that a plan may use.

    Weeks before material and first article are 0, no week is above what is `free` of it, and the
    first week that makes anything counts `first_week_percent` (a new member learns the piece).
    """
    usable = [
        min(offered, left) if monday >= weeks.makes_from else 0
        for monday, offered, left in zip(weeks.mondays, pieces, free, strict=True)
    ]
    for index, number in enumerate(usable):
        if number:
            usable[index] = number * first_week_percent // _PERCENT
            break
    return usable


def lacking(
    required: Collection[str], held: Mapping[str, date | None], last_delivery: date
) -> list[str]:
    """Return the kinds of certificate that do not last until the last delivery, in order.

    `held` has the last day of each certificate that is valid today, None for one without an end.
    """
    return [
        kind
        for kind in required
        if kind not in held or (held[kind] or last_delivery) < last_delivery
    ]

"""What makers of one kind of goods can make together, month by month. Pure.

A maker is counted once, with the product of which it makes most: its products share its week.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

# With two, either could subtract its own figure and read the other's.
FEWEST_MAKERS: Final = 3
# Only whole months, beginning with the next: what is left of this one is sold by the time a buyer
# has answered.
MONTHS: Final = 6


@dataclass(frozen=True)
class Offered:
    """What one maker has left in one week, in pieces, and when it stated that."""

    maker: int
    week: date
    pieces: int
    stated_on: date


@dataclass(frozen=True)
class Pool:
    """What makers make together in `month` (its first day); no statement is before `oldest_on`."""

    makers: int
    pieces: int
    month: date
    oldest_on: date


def next_months(today: date, count: int = MONTHS) -> list[date]:
    """Return the first days of the whole months after today's."""
    index = today.year * 12 + today.month
    return [date(each // 12, each % 12 + 1, 1) for each in range(index, index + count)]


def earliest_pool(offers: Iterable[Offered], months: Iterable[date]) -> Pool | None:
    """Return the pool of the earliest month in which enough makers have ten pieces left or more.

    A week belongs to the month of its Monday. None where no month has enough makers.
    """
    best = _best_of_week(offers)
    for month in months:
        found = [each for each in best.values() if each.week.replace(day=1) == month]
        makers = {each.maker for each in found}
        pieces = rounded_down(sum(each.pieces for each in found))
        if len(makers) >= FEWEST_MAKERS and pieces:
            return Pool(len(makers), pieces, month, min(each.stated_on for each in found))
    return None


def rounded_down(pieces: int) -> int:
    """Return the pieces rounded down to two significant digits, in steps of at least ten.

    A change of one maker is then seldom visible by comparing two days.
    """
    step = int("1" + "0" * max(len(str(pieces)) - 2, 1))
    return pieces // step * step


def _best_of_week(offers: Iterable[Offered]) -> Mapping[tuple[int, date], Offered]:
    best: dict[tuple[int, date], Offered] = {}
    for offer in offers:
        known = best.get((offer.maker, offer.week))
        if offer.pieces > 0 and (known is None or offer.pieces > known.pieces):
            best[offer.maker, offer.week] = offer
    return best

"""When to remind of a permit's end, and the window in which it may be renewed. Pure.

Days are calendar days; a permit is valid through its last day.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

# Days before the end, the earliest first.
REMINDED: Final = (90, 30, 7)
# Without a figure of the edition, renewal opens with the first reminder and closes with the end.
OPENS_DAYS: Final = 90
# Within so many days of its end, whoever depends on a permit is warned.
WARNED_DAYS: Final = 30


@dataclass(frozen=True)
class Window:
    """The days, both included, on which a renewal may be begun; without `closes` it stays open.

    `per_shipment` where the document is for one shipment, so that what is begun is the next one's.
    """

    opens: date
    closes: date | None
    per_shipment: bool = False

    def is_open(self, today: date) -> bool:
        """Tell whether a renewal may be begun on `today`."""
        return self.opens <= today and (self.closes is None or today <= self.closes)


def renewal_window(
    valid_until: date | None,
    *,
    opens_months: int | None,
    closes_months: int | None,
    latest_months: int | None,
) -> Window | None:
    """Return when a renewal may be begun; None for a permit without an end.

    `opens_months` are months before the end, `closes_months` months after it (renewal late, at
    another fee), `latest_months` the months before the end until which it should be asked for: a
    figure that moves the opening forward, so that the owner is not reminded too late.
    """
    if valid_until is None:
        return None
    if opens_months is not None:
        opens = add_months(valid_until, -opens_months)
    else:
        opens = valid_until - timedelta(days=OPENS_DAYS)
    if latest_months is not None:
        opens = min(opens, add_months(valid_until, -latest_months) - timedelta(days=OPENS_DAYS))
    closes = add_months(valid_until, closes_months) if closes_months is not None else None
    return Window(opens, closes)


def ends_soon(valid_until: date | None, today: date) -> bool:
    """Tell whether what is valid today ends within the days in which people are warned."""
    return valid_until is not None and today <= valid_until <= today + timedelta(days=WARNED_DAYS)


def add_months(day: date, months: int) -> date:
    """Return the day so many months later, the last of its month where there is no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

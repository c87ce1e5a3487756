"""Counting working days. Pure: the calendar of closed and opened days is passed in."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final

from common.coded_error import CodedError

Closed = Mapping[date, str]
"""Day -> why the offices are closed; weekends need not be listed."""

MAX_DAYS: Final = 3660
_ONE: Final = timedelta(days=1)
_WEEKEND: Final = {5: "saturday", 6: "sunday"}
_NONE: Final[frozenset[date]] = frozenset()


class NotCountable(CodedError):
    """`code` is days_range, date_range or no_working_day."""


def is_working(day: date, closed: Closed, opened: Collection[date] = _NONE) -> bool:
    """Tell whether offices work that day; a day in `opened` always is a working day."""
    if day in opened:
        return True
    return day.weekday() not in _WEEKEND and day not in closed


def add_working_days(
    start: date, days: int, closed: Closed, opened: Collection[date] = _NONE
) -> date:
    """Return the last of `days` working days counted from the day after `start`; 0 gives `start`.

    Raises NotCountable outside 0 to 3660 days, past the end of the calendar, or when the closed
    days leave no working day within reach.
    """
    if not 0 <= days <= MAX_DAYS:
        raise NotCountable("days_range")
    day, left, steps = start, days, 2 * days + 1000
    while left:
        if steps == 0:
            raise NotCountable("no_working_day")
        if day == date.max:
            raise NotCountable("date_range")
        day += _ONE
        steps -= 1
        left -= is_working(day, closed, opened)
    return day


def count_working_days(
    after: date, until: date, closed: Closed, opened: Collection[date] = _NONE
) -> int:
    """Count working days in (after, until]; negative, over (until, after], if `until` is earlier.

    Its running time grows with the calendar that is passed in, not with the distance.
    """
    if until < after:
        return -count_working_days(until, after, closed, opened)
    count = _weekdays_through(until) - _weekdays_through(after)
    count -= sum(after < day <= until and day.weekday() not in _WEEKEND for day in closed)
    count += sum(after < day <= until and not is_working(day, closed) for day in set(opened))
    return count


def skipped(
    start: date, due: date, closed: Closed, opened: Collection[date] = _NONE
) -> list[tuple[date, str]]:
    """Return the days in (start, due] that were not counted, each with its reason.

    The reason is "saturday", "sunday" or the one in `closed`. Raises NotCountable when the two are
    too far apart.
    """
    distance = (due - start).days
    if distance > 2 * MAX_DAYS + 1000:
        raise NotCountable("days_range")
    days = (start + timedelta(days=step) for step in range(1, distance + 1))
    return [
        (day, _WEEKEND.get(day.weekday()) or closed[day])
        for day in days
        if not is_working(day, closed, opened)
    ]


def _weekdays_through(day: date) -> int:
    # Ordinal 1 is a Monday, so whole weeks hold five working days and the rest at most five.
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)

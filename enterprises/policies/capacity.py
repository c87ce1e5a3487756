"""An enterprise's week as one resource, in thousandths of a normal week. Pure.

Pieces of a product become thousandths of the week: rounded up for what is promised, down for what
is free, so that no rounding ever promises more than a week holds.
"""

from datetime import date, timedelta
from typing import Final

from common.coded_error import CodedError

WHOLE_WEEK: Final = 1000
# A visit says nothing about the workshop a year later: people and machines change.
VISIT_GOOD_DAYS: Final = 365
# Four weeks: a workshop plans its workers by the month, so an older statement is asked for again.
WORD_GOOD_DAYS: Final = 28


class NotAPart(CodedError):
    """`code` is no_pieces, no_capacity or more_than_a_week."""


def part_taken(pieces: int, weekly_capacity: int) -> int:
    """Return the thousandths of a week that pieces take, rounded up.

    Raises NotAPart for fewer than one piece, a product without capacity, or more than one week.
    """
    if pieces < 1:
        raise NotAPart("no_pieces")
    if weekly_capacity < 1:
        raise NotAPart("no_capacity")
    part = part_needed(pieces, weekly_capacity)
    if part > WHOLE_WEEK:
        raise NotAPart("more_than_a_week")
    return part


def part_needed(pieces: int, weekly_capacity: int) -> int:
    """Return the thousandths of a week that pieces take, rounded up, also more than a week."""
    return -(-pieces * WHOLE_WEEK // weekly_capacity)


def part_free(pieces: int, weekly_capacity: int) -> int:
    """Return the thousandths of a week that making so many pieces keeps free, rounded down.

    More than a week makes is the whole week. Raises NotAPart for a product without capacity or a
    negative number.
    """
    if pieces < 0:
        raise NotAPart("no_pieces")
    if weekly_capacity < 1:
        raise NotAPart("no_capacity")
    return min(pieces * WHOLE_WEEK // weekly_capacity, WHOLE_WEEK)


def pieces_in(thousandths: int, weekly_capacity: int) -> int:
    """Return how many whole pieces fit into a part of a week."""
    return max(thousandths, 0) * weekly_capacity // WHOLE_WEEK


def left_of(free: int | None, promised: int) -> int:
    """Return the thousandths that can still be promised: what is free less what is promised.

    0 for a week without a statement, and never negative.
    """
    return 0 if free is None else max(free - promised, 0)


def trusted_capacity(
    stated: int, *, found: int | None, visited_on: date | None, today: date
) -> int:
    """Return the pieces a week that may be relied on: what a visit found limits what is stated.

    A visit more than VISIT_GOOD_DAYS ago is no limit any more.
    """
    if found is None or visited_on is None or is_aged(visited_on, today, VISIT_GOOD_DAYS):
        return stated
    return min(stated, found)


def is_aged(day: date, today: date, good_days: int) -> bool:
    """Tell whether a statement or a visit is older than the days for which it is valid."""
    return (today - day).days > good_days


def monday_of(day: date) -> date:
    """Return the Monday of the ISO week of a day."""
    return day - timedelta(days=day.weekday())


def weeks_from(day: date, count: int) -> list[date]:
    """Return the Mondays of `count` weeks, beginning with the week of the day."""
    first = monday_of(day)
    return [first + timedelta(weeks=step) for step in range(count)]

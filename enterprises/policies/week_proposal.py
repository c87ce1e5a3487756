"""What next weeks may keep free, "like last time"; weeks with holidays are not copied. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from common.dates.working_days import Closed, is_working
from enterprises.policies.capacity import WHOLE_WEEK

_WORKING_DAYS: Final = 5
# Fewer days say too little about a normal week.
_FEWEST_DAYS: Final = 3
_WEEK: Final = timedelta(weeks=1)


@dataclass(frozen=True)
class Proposal:
    """The thousandths that a week may keep free.

    `why` is "same", "fewer_days", "eid" (the week of Idul Fitri) or "after_eid".
    """

    thousandths: int
    why: str


def working_days_in(monday: date, closed: Closed, opened: Collection[date] = ()) -> int:
    """Return how many of the days from Monday to Friday of a week are working days."""
    days = (monday + timedelta(days=step) for step in range(_WORKING_DAYS))
    return sum(is_working(day, closed, opened) for day in days)


def normal_week(
    stated: Mapping[date, int], closed: Closed, eid_days: Collection[date]
) -> int | None:
    """Return the thousandths free in a week without holidays, from the last one that was stated.

    A week without holidays comes first; else the last one with at least three working days that is
    not near Idul Fitri, scaled up. None where no usable week was stated.
    """
    usable = [
        week
        for week in sorted(stated, reverse=True)
        if of_eid(week, eid_days) is None and working_days_in(week, closed) >= _FEWEST_DAYS
    ]
    whole = [week for week in usable if working_days_in(week, closed) == _WORKING_DAYS]
    if whole:
        return stated[whole[0]]
    if not usable:
        return None
    days = working_days_in(usable[0], closed)
    return min(stated[usable[0]] * _WORKING_DAYS // days, WHOLE_WEEK)


def propose(
    weeks: Sequence[date], *, normal: int | None, closed: Closed, eid_days: Collection[date]
) -> dict[date, Proposal]:
    """Return by Monday what to propose, by working days; the weeks of and after Idul Fitri are 0.

    Without a `normal` week only these have a proposal. `closed` covers the weeks; `eid_days` also
    the week before the first one.
    """
    found: dict[date, Proposal] = {}
    for week in weeks:
        kind = of_eid(week, eid_days)
        days = working_days_in(week, closed)
        if kind is not None:
            found[week] = Proposal(0, kind)
        elif normal is None:
            continue
        elif days == _WORKING_DAYS:
            found[week] = Proposal(normal, "same")
        else:
            found[week] = Proposal(normal * days // _WORKING_DAYS, "fewer_days")
    return found


def of_eid(week: date, eid_days: Collection[date]) -> str | None:
    """Return "eid" for a week with a day of Idul Fitri, "after_eid" for the week after."""
    if any(week <= day < week + _WEEK for day in eid_days):
        return "eid"
    if any(week - _WEEK <= day < week for day in eid_days):
        return "after_eid"
    return None

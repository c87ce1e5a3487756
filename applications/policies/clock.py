"""Due dates in working days, computed from the history and never counted up.

The service level of a stage starts the working day after a complete file arrived there and stands
still while the applicant's correction is awaited.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from common.dates.working_days import add_working_days, count_working_days

Closed = Mapping[date, str]


@dataclass(frozen=True)
class Pause:
    """The office waited for the applicant from `since` until `until` (None: still waiting)."""

    since: date
    until: date | None


def stage_due(
    entered: date, working_days: int, pauses: Sequence[Pause], closed: Closed
) -> date | None:
    """The day the stage is due, or None while a pause runs.

    A pause that began after the due date does not move it: the stage was already late.
    """
    due = add_working_days(entered, working_days, closed)
    allowance = working_days
    for pause in pauses:
        if pause.until is None:
            return None
        if pause.since <= due:
            allowance += count_working_days(pause.since, pause.until, closed)
            due = add_working_days(entered, allowance, closed)
    return due


def days_left(due: date, today: date, closed: Closed) -> int:
    """Working days left until `due`, 0 on the day itself, negative when late."""
    return count_working_days(today, due, closed)

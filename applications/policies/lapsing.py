"""When an applicant is reminded of a correction, and until when it may be answered. Pure."""

from datetime import date

from applications.policies.clock import Closed
from common.dates.working_days import add_working_days, count_working_days

# Working days left at the first and the last reminder. Office standard, not law.
FIRST_LEFT = 5
LAST_LEFT = 1


def reminders_left(days: int) -> tuple[int, int]:
    """Return the working days left at both reminders of a correction that may take `days`."""
    return min(FIRST_LEFT, days // 2), LAST_LEFT


def planned_reminders(requested: date, days: int, closed: Closed) -> tuple[date, date]:
    """Return the days of both reminders."""
    first, last = reminders_left(days)
    return (
        add_working_days(requested, max(days - first, 1), closed),
        add_working_days(requested, max(days - last, 1), closed),
    )


def next_reminder(due: date, days: int, sent: list[date], today: date, closed: Closed) -> int:
    """Return 1 or 2 for the reminder to be sent today, 0 for none.

    Never two on one day, so that an applicant whose reminder was late still has time after the
    first.
    """
    if len(sent) >= 2 or (sent and sent[-1] >= today):
        return 0
    left = count_working_days(today, due, closed)
    return len(sent) + 1 if left <= reminders_left(days)[len(sent)] else 0


def last_day(due: date, last_reminder: date, closed: Closed) -> date:
    """Return the last day to answer: the due date, and a working day after the last reminder."""
    return max(due, add_working_days(last_reminder, 1, closed))


def expected_last_day(due: date, number: int, today: date, closed: Closed) -> date:
    """Return the last day to answer that reminder `number`, sent today, may promise."""
    return max(due, add_working_days(today, 3 - number, closed))

"""Due dates as display text."""

from applications.models import Application
from applications.policies.clock import Closed, days_left
from applications.selectors.clock import due_on_of
from common.dates import clock
from common.text.formats import date_long, date_short, working_days_left


def due_phrase(application: Application, closed: Closed, *, long: bool = False) -> str:
    """Return `7 Des 2026 (3 hari kerja lagi)`, or nothing where no date is due."""
    due_on = due_on_of(application)
    if due_on is None:
        return ""
    today = clock.today()
    left = working_days_left(days_left(due_on, today, closed), has_passed=due_on < today)
    day = date_long(due_on) if long else date_short(due_on)
    return f"{day} ({left})"

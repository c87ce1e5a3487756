"""How much time is left on an application."""

from datetime import date

from applications.models import Application
from applications.policies.clock import days_left
from common.dates import clock
from reference.selectors.calendar import closed_days


def working_days_left(application: Application, today: date | None = None) -> int | None:
    """Working days until the stored due date, negative when late; None without one."""
    if application.due_on is None:
        return None
    now = today or clock.today()
    closed = closed_days(min(now, application.due_on), max(now, application.due_on))
    return days_left(application.due_on, now, closed)

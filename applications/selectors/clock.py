"""How much time is left on an application."""

from collections.abc import Iterable
from datetime import date

from applications.models import Application
from applications.policies.clock import Closed, days_left
from common.dates import clock
from reference.selectors.calendar import closed_days


def working_days_left(application: Application, today: date | None = None) -> int | None:
    """Return the working days until the stored due date, negative when late; None without one."""
    if application.due_on is None:
        return None
    now = today or clock.today()
    return days_left(application.due_on, now, closed_days_until_due([application], now))


def closed_days_until_due(applications: Iterable[Application], today: date | None = None) -> Closed:
    """Return the closed days between today and every due date: one query for a whole list."""
    now = today or clock.today()
    due = [each.due_on for each in applications if each.due_on]
    return closed_days(min([now, *due]), max([now, *due])) if due else {}

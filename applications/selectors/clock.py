"""How much time is left on an application."""

from collections.abc import Iterable
from datetime import date

from applications.kinds.registry import step_after_decision
from applications.models import Application
from applications.policies.clock import Closed, days_left
from common.dates import clock
from reference.selectors.calendar import closed_days


def due_on_of(application: Application) -> date | None:
    """Return the date that is due: of the kind's next step once decided, else the stored one."""
    step = step_after_decision(application)
    return step.due_on if step else application.due_on


def working_days_left(application: Application, today: date | None = None) -> int | None:
    """Return the working days until the due date, negative when late; None without one."""
    due_on = due_on_of(application)
    if due_on is None:
        return None
    now = today or clock.today()
    return days_left(due_on, now, closed_days_until_due([application], now))


def closed_days_until_due(applications: Iterable[Application], today: date | None = None) -> Closed:
    """Return the closed days between today and every due date: one query for a whole list."""
    now = today or clock.today()
    due = [day for each in applications if (day := due_on_of(each))]
    return closed_days(min([now, *due]), max([now, *due])) if due else {}

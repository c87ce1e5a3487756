"""Corrections that wait for the applicant: when they are reminded, and when the file lapses."""

from dataclasses import dataclass
from datetime import date, timedelta

from applications.models import Application, ApplicationEvent
from applications.policies.clock import Closed
from applications.policies.lapsing import (
    expected_last_day,
    last_day,
    next_reminder,
    planned_reminders,
)
from applications.selectors.correction_days import correction_days
from common.dates.clock import local_date
from programs.enums import State, Transition
from reference.selectors.calendar import closed_days

_HORIZON = timedelta(days=730)


@dataclass(frozen=True)
class WaitingCorrection:
    """One unanswered request for correction; `sent` are the days of reminders."""

    request: ApplicationEvent
    due_on: date
    days: int
    sent: list[date]
    closed: Closed

    def next_reminder(self, today: date) -> int:
        """Return 1 or 2 for the reminder to be sent today, 0 for none."""
        return next_reminder(self.due_on, self.days, self.sent, today, self.closed)

    def reminders(self) -> tuple[date, date]:
        """Return the days of both reminders, as sent or as planned."""
        first, last = planned_reminders(local_date(self.request.at), self.days, self.closed)
        return (self.sent[0] if self.sent else first, self.sent[1] if len(self.sent) > 1 else last)

    def promised_last_day(self, number: int, today: date) -> date:
        """Return the last day to answer that reminder `number`, sent today, names."""
        return expected_last_day(self.due_on, number, today, self.closed)

    @property
    def last_day(self) -> date | None:
        """The last day to answer, once both reminders are out; None before."""
        return last_day(self.due_on, self.sent[1], self.closed) if len(self.sent) > 1 else None

    def has_lapsed(self, today: date) -> bool:
        """Tell whether the file may be closed: after both reminders and the last day."""
        return self.last_day is not None and today > self.last_day


def waiting_correction(application: Application) -> WaitingCorrection | None:
    """Return the unanswered request of an application; None where it waits for none."""
    if application.state != State.REVISION_REQUESTED or application.due_on is None:
        return None
    request = (
        application.events.filter(transition=Transition.REQUEST_REVISION).order_by("id").last()
    )
    if request is None:
        return None
    asked = local_date(request.at)
    return WaitingCorrection(
        request=request,
        due_on=application.due_on,
        days=correction_days(application, asked),
        sent=list(request.correction_warnings.order_by("number").values_list("on", flat=True)),
        closed=closed_days(asked, asked + _HORIZON),
    )

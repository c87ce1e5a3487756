"""The owner's turn outside the portal: the present step, its dates, and what officials follow."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import active_postings, bounds_of, scope_filter
from applications.lifecycle import EDITABLE_STATES
from applications.models import Application, OutsideStep
from applications.permissions import stages_after_decision
from applications.policies.clock import Closed
from applications.policies.lapsing import next_reminder
from applications.policies.outside_steps import planned_reminders
from common.dates import clock
from common.dates.clock import local_date
from common.dates.working_days import add_working_days
from enterprises.models import Member
from programs.enums import State, Turn
from programs.models import Stage
from reference.selectors.calendar import closed_days, due_date
from reference.selectors.parameters import MissingParameterError, number

REPORT_DAYS_KEY = "outside.report"
TAKE_UP_DAYS_KEY = "outside.take_up"
_HORIZON = timedelta(days=730)
# Those who close an approved file, or oversee it.
_FOLLOWING = (Role.VERIFIER, Role.ANALYST, Role.CURATOR, Role.DECIDER, Role.STAFF)


@dataclass(frozen=True)
class WaitingStep:
    """A step that the owner has not reported yet and that has a date; `sent` are reminder days."""

    step: OutsideStep
    due_on: date
    days: int
    sent: list[date]
    closed: Closed

    def next_reminder(self, today: date) -> int:
        """Return 1 or 2 for the reminder to be sent today, 0 for none."""
        return next_reminder(self.due_on, self.days, self.sent, today, self.closed)

    def reminders(self) -> tuple[date, date]:
        """Return the days of both reminders, as sent or as planned."""
        opened = local_date(self.step.opened_at)
        first, last = planned_reminders(opened, self.days, self.closed)
        return (self.sent[0] if self.sent else first, self.sent[1] if len(self.sent) > 1 else last)


def owner_stage(application: Application) -> Stage | None:
    """Return the stage outside the portal that waits for the owner now; None where none does."""
    if application.reported_turn == Turn.APPLICANT:
        step = present_step(application)
        return step.stage if step else None
    return None if application.reported_turn else arrived_at(application)


def arrived_at(application: Application) -> Stage | None:
    """Return the stage that waits for the owner where the file now is, reported or not."""
    stage = application.stage if application.state == State.IN_REVIEW else None
    if application.state == State.APPROVED:
        stage = next(iter(stages_after_decision(application)), None)
    return stage if stage is not None and stage.outside_turn == Turn.APPLICANT else None


def following_stage(application: Application, stage: Stage) -> Stage | None:
    """Return the stage outside the office that follows one after the decision."""
    after = stages_after_decision(application)
    return next((each for each in after if each.position > stage.position), None)


def present_step(application: Application) -> OutsideStep | None:
    """Return the step at which the file is, reported or not; None where it is at none."""
    steps = (step for step in application.outside_steps.all() if step.closed_at is None)
    return next(steps, None)


def latest_reports(application: Application) -> list[OutsideStep]:
    """Return what was reported of the application, the oldest first."""
    reported = application.outside_steps.filter(reported_at__isnull=False)
    return list(
        reported.select_related("stage", "reported_by", "attachment__version").order_by("id")
    )


def waiting_step(application: Application) -> WaitingStep | None:
    """Return the step that waits for a report and has a date; None where there is none."""
    step = present_step(application)
    if step is None or step.reported_at is not None or step.days is None:
        return None
    opened = local_date(step.opened_at)
    closed = closed_days(opened, opened + _HORIZON)
    return WaitingStep(
        step=step,
        due_on=add_working_days(opened, step.days, closed),
        days=step.days,
        sent=list(step.reminders.order_by("number").values_list("on", flat=True)),
        closed=closed,
    )


def days_of(stage: Stage, opened: date) -> int | None:
    """Return the working days the owner has: the edition's, else the office standard's.

    None where there is neither, so that no date is named.
    """
    return stage.working_days or _standard(REPORT_DAYS_KEY, opened)


def step_due_on(application: Application, step: OutsideStep) -> date | None:
    """Return until when the owner, or after the report the office, is expected to act.

    None where no date was named, and after a report that no stage of the review waits for.
    """
    if step.reported_at is None:
        return due_date(local_date(step.opened_at), step.days) if step.days else None
    if application.state != State.IN_REVIEW:
        return None
    reported = local_date(step.reported_at)
    days = _standard(TAKE_UP_DAYS_KEY, reported)
    return due_date(reported, days) if days else None


def waits_for_owner() -> Q:
    """Match what waits for its applicant: to be sent, corrected, or done outside the portal."""
    waiting = OutsideStep.objects.filter(
        application=OuterRef("pk"), reported_at__isnull=True, closed_at__isnull=True
    )
    return Q(state__in=EDITABLE_STATES) | Q(Exists(waiting))


def may_follow_reports(user: Any) -> bool:
    """Tell whether the person has a role that acts on what owners report, or oversees it."""
    roles = {posting.role for posting in active_postings(user)}
    allowed = {str(role) for role in (*_FOLLOWING, Role.ADMIN, Role.AUDITOR)}
    return bool(roles & allowed) or bool(getattr(user, "is_superuser", False) and user.is_active)


def to_close(user: User) -> QuerySet[OutsideStep]:
    """Return what owners reported of approved files and the office has yet to close, the oldest
    report first.
    """
    return (
        _in_scope(user)
        .filter(
            reported_at__isnull=False,
            application__state=State.APPROVED,
            application__reported_turn=Turn.OFFICE,
        )
        .order_by("reported_at", "id")
    )


def without_report(user: User) -> QuerySet[OutsideStep]:
    """Return the steps whose date has passed without a report, the longest ago first."""
    return (
        _in_scope(user)
        .filter(reported_at__isnull=True, application__due_on__lt=clock.today())
        .order_by("application__due_on", "id")
    )


def mine_to_close(user: User) -> QuerySet[OutsideStep]:
    """Return those to close that the person may close: in the role of the deciding stage."""
    deciding = Q(pk__in=())
    for role in _FOLLOWING:
        deciding |= Q(application__stage__role=role) & _scope(user, {role})
    member = Member.objects.filter(user=user, enterprise=OuterRef("application__enterprise"))
    return to_close(user).filter(deciding).exclude(Exists(member))


def _in_scope(user: User) -> QuerySet[OutsideStep]:
    steps = OutsideStep.objects.filter(_scope(user), closed_at__isnull=True)
    return steps.select_related(
        "stage", "application__enterprise", "application__regency", "application__scheme"
    )


def _scope(user: User, roles: Any = None) -> Q:
    if roles is None and (user.is_superuser or (None, None) in bounds_of(user, {Role.AUDITOR})):
        return Q()
    return scope_filter(
        user,
        roles=roles or (*_FOLLOWING, Role.ADMIN, Role.AUDITOR),
        field_path="application__scheme__agency_field",
        regency_path="application__regency",
        province_path="application__at_province",
    )


def _standard(key: str, on: date) -> int | None:
    try:
        return number(key, on)
    except MissingParameterError:
        return None

"""Files that silence approves: by when the office decides, whose office it is, and who leads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import F, Q, QuerySet

from accounts.enums import AgencyKind
from accounts.models import Agency, User
from applications.lifecycle import QUEUE_STATES
from applications.models import Application, ApplicationEvent
from applications.permissions import is_or_was_member, office_stages
from applications.policies.clock import Closed
from applications.policies.deemed_approval import SilenceTerms, began, last_day
from applications.selectors.moves import REOPENED_DAYS_KEY, moves_of
from common.dates import clock
from common.law.citation import citation
from letters.enums import PositionKind
from letters.selectors.administrators import administrators_of
from letters.selectors.positions import holder_of, holds_at
from programs.enums import Transition
from reference.selectors.calendar import closed_days
from reference.selectors.parameters import MissingParameterError, number, parameter

DECIDE_DAYS_KEY: Final = "letter.decide"
_HORIZON: Final = timedelta(days=730)


@dataclass(frozen=True)
class SilenceDeadline:
    """By when the office decides: the working days it has, counted from `since`, and their law."""

    since: date
    days: int
    last_day: date
    basis: str
    closed: Closed


def deadline_of(
    application: Application, events: Sequence[ApplicationEvent]
) -> SilenceDeadline | None:
    """Return by when the office decides; None where silence approves nothing, or while it waits.

    `events` is the whole history. The time is that of all stages of the office together, and never
    less than the law's own (UU 30/2014, art. 53): the standard of an office is no law. Raises
    MissingParameterError where a figure of the law is missing.
    """
    if not application.edition.deemed_approval or application.state not in QUEUE_STATES:
        return None
    history = moves_of(events)
    since = began(history).on
    row = parameter(DECIDE_DAYS_KEY, since)
    stages = sum(stage.working_days or 0 for stage in office_stages(application))
    terms = SilenceTerms(
        days=max(stages, number(DECIDE_DAYS_KEY, since)),
        reopened_days=number(REOPENED_DAYS_KEY, since),
        closes_on=application.edition.closes_on,
        closed=closed_days(since, since + _HORIZON),
    )
    last = last_day(history, terms)
    if last is None:
        return None
    is_reopened = began(history).transition == Transition.REOPEN
    days = terms.reopened_days if is_reopened else terms.days
    return SilenceDeadline(since, days, last, citation(row), terms.closed)


def deadline_now(application: Application) -> SilenceDeadline | None:
    """Return the same with the history read; no query where silence approves nothing.

    None too where an administrator left a figure of the law empty: then nothing is known.
    """
    if not application.edition.deemed_approval or application.state not in QUEUE_STATES:
        return None
    try:
        return deadline_of(application, list(application.events.order_by("id")))
    except MissingParameterError:
        return None


def undecided() -> QuerySet[Application]:
    """Return the files at an office that silence may approve once their time is over."""
    waiting = Application.objects.filter(
        state__in=[str(each) for each in QUEUE_STATES], edition__deemed_approval=True
    )
    return waiting.select_related("edition", "scheme", "enterprise", "stage")


def office_of(application: Application) -> Agency | None:
    """Return the office that examines the file; where its regency has none, the province's."""
    offices = Agency.objects.filter(kind=AgencyKind.OFFICE, field=application.scheme.agency_field)
    near = offices.filter(Q(regency=application.office_regency) | Q(regency=None))
    return near.order_by(F("regency").asc(nulls_last=True), "pk").first()


def leads_of(application: Application, agency: Agency) -> list[User]:
    """Return who leads the office: its head today, else its administrators.

    Nobody who acts or acted for the enterprise.
    """
    head = holder_of(agency, PositionKind.HEAD)
    found = [head.user] if head is not None and holds_at(head.user, agency) else []
    found = [each for each in found if not is_or_was_member(each, application)]
    if found:
        return found
    return [each for each in administrators_of(agency) if not is_or_was_member(each, application)]


def today_is_past(deadline: SilenceDeadline) -> bool:
    """Tell whether the last day to decide is over."""
    return clock.today() > deadline.last_day

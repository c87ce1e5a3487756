"""One application as a row of an official's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from applications.lifecycle import QUEUE_STATES
from applications.models import Application
from applications.permissions import acting_stage
from applications.policies.clock import Closed, days_left
from applications.selectors.clock import closed_days_until_due, due_on_of
from applications.shared.state_tags import office_tag_style
from common.dates import clock
from common.formats import working_days_left
from programs.enums import State
from programs.selectors.labels import state_label


@dataclass(frozen=True)
class Due:
    """A due date as text and urgency: `urgency` is late, today, near, later or none."""

    day: date | None
    words: str
    urgency: str


@dataclass(frozen=True)
class ApplicationRow:
    """One application in a list."""

    id: int
    url: str
    number: str
    enterprise: str
    scheme: str
    state: str
    state_style: str
    stage: str
    regency: str
    amount: int | None
    due: Due
    holder: str
    is_mine: bool


def rows_of(
    applications: Sequence[Application], user: User, filters: str = ""
) -> list[ApplicationRow]:
    """Return rows in the order of `applications`; each URL carries the `filters` of the queue.

    Needs `edition__stages` and `edition__outcome_words` prefetched; one query for the calendar.
    """
    closed = closed_days_until_due(applications)
    # Computed once for all rows: each URL and each regency name costs a lookup.
    query = f"?{urlencode({'antrean': filters})}" if filters else ""
    base = reverse("admin:applications_application_changelist")
    urls = {item.pk: f"{base}{item.pk}/change/{query}" for item in applications}
    regencies = {item.regency_id: item.regency for item in applications}
    names = {code: str(regency) for code, regency in regencies.items()}
    return [
        _row(item, user, closed, urls[item.pk], names[item.regency_id]) for item in applications
    ]


def due_of(application: Application, closed: Closed) -> Due:
    """Return the due date as text; only an application that waits for the office can be late."""
    due_on = due_on_of(application)
    if due_on is None:
        return Due(None, "", "none")
    left = days_left(due_on, clock.today(), closed)
    if application.state not in QUEUE_STATES:
        return Due(due_on, working_days_left(left), "later")
    urgency = "late" if left < 0 else "today" if left == 0 else "near" if left == 1 else "later"
    return Due(due_on, working_days_left(left), urgency)


def _row(item: Application, user: User, closed: Closed, url: str, regency: str) -> ApplicationRow:
    stage = acting_stage(item) if item.state in (*QUEUE_STATES, State.REVISION_REQUESTED) else None
    return ApplicationRow(
        id=item.pk,
        url=url,
        number=item.number,
        enterprise=item.enterprise.name,
        scheme=item.scheme.name,
        state=state_label(item.edition, item.state),
        state_style=office_tag_style(item.state),
        stage=stage.name if stage else "",
        regency=regency,
        amount=item.requested_amount,
        due=due_of(item, closed),
        holder=str(item.claimed_by) if item.claimed_by else "",
        is_mine=item.claimed_by_id == user.pk,
    )

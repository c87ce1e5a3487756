"""One file as a row of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from applications.lifecycle import QUEUE_STATES
from applications.models import Application
from applications.permissions import stage_at_work
from applications.policies.clock import Closed, days_left
from applications.selectors.clock import closed_days_until_due
from applications.shared.labels import office_look
from common.dates import clock
from common.formats import working_days_left
from programs.enums import State
from programs.selectors.labels import word_of


@dataclass(frozen=True)
class Due:
    """A due date in words and by urgency: `kind` is late, today, near, later or none."""

    day: date | None
    words: str
    kind: str


@dataclass(frozen=True)
class FileRow:
    """One file in a list."""

    id: int
    url: str
    number: str
    enterprise: str
    scheme: str
    state: str
    state_look: str
    stage: str
    regency: str
    amount: int | None
    due: Due
    holder: str
    is_mine: bool


def rows_of(files: Sequence[Application], user: User, filters: str = "") -> list[FileRow]:
    """Return rows in the order of `files`; each address carries the queue's `filters` along.

    Needs `edition__stages` and `edition__outcome_words` prefetched; one query for the calendar.
    """
    closed = closed_days_until_due(files)
    # Computed once for all rows: an address and the name of a regency cost a look-up each.
    query = f"?{urlencode({'antrean': filters})}" if filters else ""
    base = reverse("admin:applications_application_changelist")
    urls = {item.pk: f"{base}{item.pk}/change/{query}" for item in files}
    regencies = {item.regency_id: item.regency for item in files}
    names = {code: str(regency) for code, regency in regencies.items()}
    return [_row(item, user, closed, urls[item.pk], names[item.regency_id]) for item in files]


def due_of(application: Application, closed: Closed) -> Due:
    """Return the due date in words; only what waits for the office can be late."""
    if application.due_on is None:
        return Due(None, "", "none")
    left = days_left(application.due_on, clock.today(), closed)
    if application.state not in QUEUE_STATES:
        return Due(application.due_on, working_days_left(left), "later")
    kind = "late" if left < 0 else "today" if left == 0 else "near" if left == 1 else "later"
    return Due(application.due_on, working_days_left(left), kind)


def _row(item: Application, user: User, closed: Closed, url: str, regency: str) -> FileRow:
    stage = stage_at_work(item) if item.state in (*QUEUE_STATES, State.REVISION_REQUESTED) else None
    return FileRow(
        id=item.pk,
        url=url,
        number=item.number,
        enterprise=item.enterprise.name,
        scheme=item.scheme.name,
        state=word_of(item.edition, item.state),
        state_look=office_look(item.state),
        stage=stage.name if stage else "",
        regency=regency,
        amount=item.requested_amount,
        due=due_of(item, closed),
        holder=str(item.claimed_by) if item.claimed_by else "",
        is_mine=item.claimed_by_id == user.pk,
    )

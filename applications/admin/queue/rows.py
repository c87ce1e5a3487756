"""One file as a row of a list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from applications.lifecycle import QUEUE_STATES
from applications.models import Application
from applications.permissions import stage_at_work
from applications.policies.clock import days_left
from common.dates import clock
from common.formats import working_days_left
from programs.enums import State
from programs.selectors.labels import word_of
from reference.selectors.calendar import closed_days

# The first letter of a tag's look; every tag also says its state in words.
_KINDS: Mapping[str, str] = {
    State.SUBMITTED: "new",
    State.IN_REVIEW: "office",
    State.REVISION_REQUESTED: "turn",
    State.APPROVED: "done",
    State.REJECTED: "refused",
    State.WITHDRAWN: "closed",
    State.COMPLETED: "done",
}


@dataclass(frozen=True)
class Due:
    """A due date as the eye should meet it: `kind` is late, today, near, later or none."""

    day: date | None
    words: str
    kind: str


@dataclass(frozen=True)
class FileRow:
    """What a list says of one file."""

    id: int
    url: str
    number: str
    enterprise: str
    scheme: str
    state: str
    state_kind: str
    stage: str
    regency: str
    amount: int | None
    due: Due
    holder: str
    is_mine: bool


def rows_of(files: Sequence[Application], user: User, narrowing: str = "") -> list[FileRow]:
    """Rows in the order given; `narrowing` is carried along to the file and the one after it.

    Needs `edition__stages` and `edition__outcome_words` prefetched; one query for the calendar.
    """
    closed = closed_over(files)
    # Said once for all rows: addresses and names cost a look-up each.
    tail = f"?{urlencode({'antrean': narrowing})}" if narrowing else ""
    base = reverse("admin:applications_application_changelist")
    urls = {item.pk: f"{base}{item.pk}/change/{tail}" for item in files}
    regencies = {item.regency_id: item.regency for item in files}
    names = {code: str(regency) for code, regency in regencies.items()}
    return [_row(item, user, closed, urls[item.pk], names[item.regency_id]) for item in files]


def closed_over(files: Iterable[Application]) -> Mapping[date, str]:
    """Closed days over the whole span of the due dates."""
    today = clock.today()
    due = [item.due_on for item in files if item.due_on]
    return closed_days(min([today, *due]), max([today, *due]))


def due_of(application: Application, closed: Mapping[date, str]) -> Due:
    """The due date in words; nothing is late once nobody here owes anything."""
    if application.due_on is None:
        return Due(None, "", "none")
    left = days_left(application.due_on, clock.today(), closed)
    if application.state not in QUEUE_STATES:
        return Due(application.due_on, working_days_left(left), "later")
    kind = "late" if left < 0 else "today" if left == 0 else "near" if left == 1 else "later"
    return Due(application.due_on, working_days_left(left), kind)


def state_kind(state: str) -> str:
    """The look of a state's tag."""
    return _KINDS[state]


def _row(
    item: Application, user: User, closed: Mapping[date, str], url: str, regency: str
) -> FileRow:
    stage = stage_at_work(item) if item.state in (*QUEUE_STATES, State.REVISION_REQUESTED) else None
    return FileRow(
        id=item.pk,
        url=url,
        number=item.number,
        enterprise=item.enterprise.name,
        scheme=item.scheme.name,
        state=word_of(item.edition, item.state),
        state_kind=state_kind(item.state),
        stage=stage.name if stage else "",
        regency=regency,
        amount=item.requested_amount,
        due=due_of(item, closed),
        holder=str(item.claimed_by) if item.claimed_by else "",
        is_mine=item.claimed_by_id == user.pk,
    )

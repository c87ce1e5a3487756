"""One application as a row of an official's list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from applications.lifecycle import QUEUE_STATES
from applications.models import Application
from applications.permissions import acting_stage
from applications.policies.clock import Closed, days_left
from applications.selectors.clock import closed_days_until_due, due_on_of
from applications.selectors.opinions import readable_opinions
from applications.selectors.state_labels import application_state_label
from applications.selectors.status import turn_of, waits_outside
from applications.shared.state_tags import office_tag_style, opinion_tag_style
from common.dates import clock
from common.text.formats import working_days_left
from programs.enums import State
from programs.selectors.labels import opinion_label, turn_label


@dataclass(frozen=True)
class Due:
    """A due date as text and urgency: `urgency` is late, today, near, later or none."""

    day: date | None
    words: str
    urgency: str


@dataclass(frozen=True)
class ApplicationRow:
    """One application in a list; `opinion` is empty for whoever may not read it.

    `outside_turn` says whose turn it is where the stage is outside the office.
    """

    id: int
    url: str
    number: str
    enterprise: str
    scheme: str
    state: str
    state_style: str
    stage: str
    stage_code: str
    outside_turn: str
    regency: str
    amount: int | None
    due: Due
    holder: str
    is_mine: bool
    opinion: str
    opinion_style: str


def rows_of(
    applications: Sequence[Application], user: User, urls: Mapping[int, str]
) -> list[ApplicationRow]:
    """Return rows in the order of `applications`, each with its address from `urls`.

    Needs `edition__stages` and `edition__outcome_words` prefetched; one query for the calendar, and
    one where a row has an opinion, which people of the enterprise do not read.
    """
    opinions = readable_opinions(user, applications)
    closed = closed_days_until_due(applications)
    # Computed once for all rows: each name costs a lookup.
    regencies = {item.regency_id: item.regency for item in applications}
    names = {code: str(regency) for code, regency in regencies.items()}
    return [
        _row(item, user, closed, urls[item.pk], names[item.regency_id], opinions.get(item.pk, ""))
        for item in applications
    ]


def due_of(application: Application, closed: Closed) -> Due:
    """Return the due date as text; only an application that waits for the office can be late.

    That of a stage outside the office is an estimate.
    """
    due_on = due_on_of(application)
    if due_on is None:
        return Due(None, "", "none")
    today = clock.today()
    left = days_left(due_on, today, closed)
    words = working_days_left(left, has_passed=due_on < today)
    if waits_outside(application):
        return Due(due_on, _("perkiraan"), "later")
    if application.state not in QUEUE_STATES:
        return Due(due_on, words, "later")
    if due_on < today:
        return Due(due_on, words, "late")
    urgency = "today" if left == 0 else "near" if left == 1 else "later"
    return Due(due_on, words, urgency)


def _row(
    item: Application, user: User, closed: Closed, url: str, regency: str, opinion: str
) -> ApplicationRow:
    stage = acting_stage(item) if item.state in (*QUEUE_STATES, State.REVISION_REQUESTED) else None
    return ApplicationRow(
        id=item.pk,
        url=url,
        number=item.number,
        enterprise=item.enterprise.name,
        scheme=item.scheme.name,
        state=application_state_label(item),
        state_style=office_tag_style(item.state),
        stage=stage.name if stage else "",
        stage_code=stage.code if stage else "",
        outside_turn=_outside_turn(item),
        regency=regency,
        amount=item.requested_amount,
        due=due_of(item, closed),
        holder=str(item.claimed_by) if item.claimed_by else "",
        is_mine=item.claimed_by_id == user.pk,
        opinion=opinion_label(opinion) if opinion else "",
        opinion_style=opinion_tag_style(opinion) if opinion else "",
    )


def _outside_turn(item: Application) -> str:
    if not waits_outside(item):
        return ""
    return turn_label(turn_of(item), item.scheme, to_applicant=False)

"""One file on one screen: what was answered and sent, what the rules say, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import holds
from applications.admin.file.actions import Typed, choices_of, hold_of, whose_stage, why_nothing
from applications.admin.file.enterprise import particulars_of
from applications.admin.file.timeline import timeline
from applications.admin.file.verdict import judgement_of
from applications.admin.queue.rows import closed_over, due_of, state_kind
from applications.kinds.registry import outcome_of
from applications.models import Application
from applications.permissions import stage_at_work
from applications.selectors.facts import Assessment
from applications.selectors.queue import QueueFilters
from applications.selectors.status import ApplicationStatus, DocumentRow, status_of
from common.dates import clock
from programs.enums import State, Transition
from programs.messages.answers import spoken_answer

_WHOLE = (
    "edition__rules",
    "edition__stages",
    "edition__questions",
    "edition__requirements",
    "edition__outcome_words",
    "edition__reason_texts",
)


@dataclass(frozen=True)
class Answer:
    """One answer; `field` names it in a request for correction."""

    field: str
    label: str
    value: str
    is_asked_again: bool
    is_changed: bool


@dataclass(frozen=True)
class Paper:
    """One file of a document, with the guarded address that serves it."""

    url: str
    filename: str
    is_image: bool
    size: int
    day: Any
    is_infected: bool
    is_waiting: bool


@dataclass(frozen=True)
class Document:
    """One requirement and its files; `field` names it in a request for correction."""

    field: str
    label: str
    is_required: bool
    is_asked_again: bool
    is_changed: bool
    papers: Sequence[Paper]


def whole(files: QuerySet[Application]) -> QuerySet[Application]:
    """`files` with everything of their editions: six queries, however long the edition is."""
    return files.prefetch_related(*_WHOLE)


def casefile(
    user: User, application: Application, query: QueryDict, typed: Typed | None = None
) -> dict[str, Any]:
    """The context of `admin/backoffice/file.html`; needs a row fetched through `whole`."""
    typed = typed or Typed()
    status = status_of(application, None)
    judgement = judgement_of(application)
    stage = stage_at_work(application)
    choices = choices_of(user, application, typed, is_blocked=judgement.blocks)
    mine = stage is not None and holds(
        user,
        Role(stage.role),
        field=application.scheme.agency_field,
        regency_code=application.regency_id,
    )
    office = [row for row in status.stages if row.stage.exit]
    asked_again = status.correction.fields if status.correction else ()
    changed = _changed_last(status)
    return {
        "title": application.number,
        "application": application,
        "status": status,
        "state_kind": state_kind(application.state),
        "office_stages": office,
        "stage_count": len(office),
        "stage_number": next((n for n, r in enumerate(office, 1) if r.stage == status.stage), 0),
        "stage_code": stage.code if stage else "",
        "due": due_of(application, closed_over([application])),
        "today": clock.today(),
        "groups": _groups(application, asked_again, changed),
        "documents": [
            _document(application, row, asked_again, changed) for row in status.documents
        ],
        "particulars": particulars_of(application.enterprise),
        "judgement": judgement,
        "choices": choices,
        "may_correct": any(choice.asks_fields for choice in choices),
        "typed": typed,
        "hold": hold_of(user, application, mine),
        "why_nothing": "" if choices else why_nothing(user, application),
        "whose_stage": whose_stage(application),
        "timeline": timeline(application, status),
        "panel": outcome_of(application).office_panel(application, user),
        "people": _people(application),
        "queue_url": queue_url(query),
        "antrean": query.get("antrean", ""),
    }


def filters_of(query: QueryDict) -> QueueFilters:
    """The filters of the queue the official came from, carried in the address."""
    return QueueFilters.read(QueryDict(query.get("antrean", "")))


def queue_url(query: QueryDict) -> str:
    """Back to the queue, filtered as it was."""
    params = filters_of(query).params
    return reverse("admin:index") + (f"?{urlencode(params)}" if params else "")


def _changed_last(status: ApplicationStatus) -> Sequence[str]:
    """What the latest corrected sending changed, while the office looks at it."""
    sent = [row for row in status.history if row.transition == Transition.SUBMIT]
    return sent[-1].changed if sent and status.state == State.IN_REVIEW else ()


def _groups(
    application: Application, asked_again: Sequence[str], changed: Sequence[str]
) -> list[tuple[str, list[Answer]]]:
    groups: dict[str, list[Answer]] = {}
    for question in Assessment(application).questions:
        field = f"answers.{question.code}"
        groups.setdefault(question.group_title, []).append(
            Answer(
                field=field,
                label=question.label,
                value=spoken_answer(question, application.answers.get(question.code)),
                is_asked_again=field in asked_again,
                is_changed=field in changed,
            )
        )
    return list(groups.items())


def _document(
    application: Application,
    row: DocumentRow,
    asked_again: Sequence[str],
    changed: Sequence[str],
) -> Document:
    field = f"documents.{row.requirement}"
    return Document(
        field=field,
        label=row.label,
        is_required=row.required,
        is_asked_again=field in asked_again,
        is_changed=field in changed,
        papers=[
            Paper(
                url=reverse("attachment", args=[application.pk, item.id]),
                filename=item.filename,
                is_image=item.media_type.startswith("image/"),
                size=item.size,
                day=item.attached_at,
                is_infected=item.is_infected,
                is_waiting=item.is_waiting,
            )
            for item in row.files
        ],
    )


def _people(application: Application) -> list[tuple[str, str]]:
    people = [
        (_("Diajukan oleh"), application.created_by),
        (_("Rekomendasi oleh"), application.recommended_by),
        (_("Diputuskan oleh"), application.decided_by),
    ]
    return [(label, str(person)) for label, person in people if person]

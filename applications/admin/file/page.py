"""The page of one application: answers, documents, verdict and available actions."""

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
from applications.admin.file.actions import (
    acting_role,
    action_choices,
    claim_status_of,
    reason_for_no_action,
)
from applications.admin.file.enterprise import particulars_of
from applications.admin.file.forms import ActionForm
from applications.admin.file.timeline import timeline
from applications.admin.file.verdict import verdict_summary
from applications.admin.queue.rows import due_of
from applications.kinds.registry import outcome_of
from applications.models import Application
from applications.permissions import acting_stage
from applications.selectors.assessments import Assessment, assessment_of
from applications.selectors.clock import closed_days_until_due
from applications.selectors.documents import DocumentRow
from applications.selectors.queue import QueueFilters
from applications.selectors.status import ApplicationStatus, status_of
from applications.shared.state_tags import office_tag_style
from common.dates import clock
from programs.enums import State, Transition
from programs.messages.answers import answer_text

_OF_EDITION = (
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
    is_to_correct: bool
    is_changed: bool


@dataclass(frozen=True)
class AttachedFile:
    """One file of a document, with the access-checked URL that serves it."""

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
    is_to_correct: bool
    is_changed: bool
    files: Sequence[AttachedFile]


def with_editions(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Prefetch everything about the editions of `applications`: six queries for any number."""
    return applications.prefetch_related(*_OF_EDITION)


def application_context(
    user: User, application: Application, query: QueryDict, form: ActionForm
) -> dict[str, Any]:
    """Return the context of `admin/backoffice/file.html`; needs a row from `with_editions`."""
    status = status_of(application, None)
    assessment = assessment_of(application)
    verdict = verdict_summary(assessment)
    stage = acting_stage(application)
    choices = action_choices(user, application, form, is_blocked=verdict.blocks)
    has_stage_role = stage is not None and holds(
        user,
        Role(stage.role),
        field=application.scheme.agency_field,
        regency_code=application.regency_id,
    )
    office_stages = [row for row in status.stages if row.stage.exit]
    to_correct = status.correction.fields if status.correction else ()
    changed = _last_changes(status)
    return {
        "title": application.number,
        "application": application,
        "status": status,
        "state_style": office_tag_style(application.state),
        "office_stages": office_stages,
        "stage_count": len(office_stages),
        "stage_number": next(
            (n for n, row in enumerate(office_stages, 1) if row.stage == status.stage), 0
        ),
        "stage_code": stage.code if stage else "",
        "due": due_of(application, closed_days_until_due([application])),
        "today": clock.today(),
        "groups": _groups(assessment, to_correct, changed),
        "documents": [_document(application, row, to_correct, changed) for row in status.documents],
        "particulars": particulars_of(application.enterprise),
        "verdict": verdict,
        "choices": choices,
        "may_correct": any(choice.asks_fields for choice in choices),
        "form": form,
        "hold": claim_status_of(user, application, has_stage_role=has_stage_role),
        "no_action_reason": "" if choices else reason_for_no_action(user, application),
        "acting_role": acting_role(application),
        "timeline": timeline(application, status),
        "panel": outcome_of(application).office_panel(application, user),
        "people": _people(application),
        "queue_url": queue_url(query),
    }


def filters_of(query: QueryDict) -> QueueFilters:
    """Return the filters of the queue the official came from, as carried in the URL."""
    return QueueFilters.read(QueryDict(query.get("antrean", "")))


def queue_url(query: QueryDict) -> str:
    """Return the URL of the queue with the same filters."""
    params = filters_of(query).params
    return reverse("admin:index") + (f"?{urlencode(params)}" if params else "")


def _last_changes(status: ApplicationStatus) -> Sequence[str]:
    """Return the fields changed by the latest resubmission, while the office reviews it."""
    submissions = [row for row in status.history if row.transition == Transition.SUBMIT]
    return submissions[-1].changed if submissions and status.state == State.IN_REVIEW else ()


def _groups(
    assessment: Assessment, to_correct: Sequence[str], changed: Sequence[str]
) -> list[tuple[str, list[Answer]]]:
    answers = assessment.application.answers
    groups: dict[str, list[Answer]] = {}
    for question in assessment.questions:
        field = f"answers.{question.code}"
        groups.setdefault(question.group_title, []).append(
            Answer(
                field=field,
                label=question.label,
                value=answer_text(question, answers.get(question.code)),
                is_to_correct=field in to_correct,
                is_changed=field in changed,
            )
        )
    return list(groups.items())


def _document(
    application: Application,
    row: DocumentRow,
    to_correct: Sequence[str],
    changed: Sequence[str],
) -> Document:
    field = f"documents.{row.requirement}"
    return Document(
        field=field,
        label=row.label,
        is_required=row.required,
        is_to_correct=field in to_correct,
        is_changed=field in changed,
        files=[
            AttachedFile(
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

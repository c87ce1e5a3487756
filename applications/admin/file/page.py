"""The page of one application: answers, documents, verdict and available actions."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from applications.admin.file.actions import (
    acting_role,
    action_choices,
    reason_for_no_action,
)
from applications.admin.file.asks import Ask, ask
from applications.admin.file.claim import claim_status_of
from applications.admin.file.corrections import (
    CorrectionLine,
    CorrectionSummary,
    correction_summary,
)
from applications.admin.file.documents import documents_shown
from applications.admin.file.enterprise import particulars_of
from applications.admin.file.forms import ActionForm
from applications.admin.file.recommendation import recommendation_to_decide_on
from applications.admin.file.relations import relations_of
from applications.admin.file.remarks import RemarkForm, remarks_of, with_remarks
from applications.admin.file.steps import steps
from applications.admin.file.timeline import timeline
from applications.admin.file.verdict import verdict_summary
from applications.admin.queue.place import way_back
from applications.admin.queue.rows import due_of
from applications.kinds.registry import outcome_of
from applications.messages.corrections import correction_reasons
from applications.models import Application
from applications.permissions import acting_stage
from applications.selectors.assessments import Assessment, assessment_of
from applications.selectors.clock import closed_days_until_due
from applications.selectors.status import status_of
from applications.shared.state_tags import office_tag_style
from common.dates import clock
from programs.enums import Turn
from programs.messages.answers import counted_answer
from programs.selectors.answer_names import answer_name, group_name

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
    """One answer; `line` is its part in the latest request for correction, if it has one."""

    label: str
    value: str
    ask: Ask
    line: CorrectionLine | None


def with_editions(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Prefetch everything about the editions of `applications`: six queries for any number."""
    return applications.prefetch_related(*_OF_EDITION)


def application_context(
    user: User,
    application: Application,
    query: QueryDict,
    form: ActionForm,
    remark: RemarkForm,
) -> dict[str, Any]:
    """Return the context of `admin/backoffice/file.html`; needs a row from `with_editions`."""
    status = status_of(application, user)
    assessment = assessment_of(application)
    verdict = verdict_summary(assessment)
    stage = acting_stage(application)
    choices = action_choices(user, application, form, is_blocked=verdict.blocks)
    correction = correction_summary(application, status)
    remarks = remarks_of(user, application, query)
    return {
        "title": application.number,
        "application": application,
        "status": status,
        "state_style": office_tag_style(application.state),
        "steps": steps(application, status),
        "is_my_turn": bool(choices) and status.whose_turn == Turn.OFFICE,
        "correction": correction,
        "mend_reasons": correction_reasons(),
        "stage_code": stage.code if stage else "",
        "due": due_of(application, closed_days_until_due([application])),
        "today": clock.today(),
        "groups": _groups(assessment, correction, form),
        "documents": documents_shown(
            application,
            status.documents,
            form,
            to_correct=correction.awaited,
            changed=correction.changed,
        ),
        "particulars": particulars_of(application.enterprise, correction, form),
        "relations": relations_of(user, application),
        "remarks": remarks,
        "remark": remark,
        "verdict": verdict,
        "choices": choices,
        "may_correct": any(choice.asks_fields for choice in choices),
        "form": form,
        "hold": claim_status_of(user, application),
        "no_action_reason": "" if choices else reason_for_no_action(user, application),
        "acting_role": acting_role(application),
        "recommendation": recommendation_to_decide_on(status),
        "timeline": with_remarks(timeline(user, application, status), remarks),
        "panel": outcome_of(application).office_panel(application, user),
        "people": _people(application),
        "way": way_back(user, application, query),
    }


def _groups(
    assessment: Assessment, correction: CorrectionSummary, form: ActionForm
) -> list[tuple[str, list[Answer]]]:
    application = assessment.application
    kind = application.scheme.kind
    groups: dict[str, list[Answer]] = {}
    for question in assessment.questions:
        field, label = f"answers.{question.code}", answer_name(kind, question)
        answer = application.answers.get(question.code)
        groups.setdefault(group_name(kind, question), []).append(
            Answer(
                label=label,
                value=counted_answer(kind, question, answer),
                ask=ask(form, field, label),
                line=correction.lines.get(field),
            )
        )
    return list(groups.items())


def _people(application: Application) -> list[tuple[str, str]]:
    people = [
        (_("Diajukan oleh"), application.created_by),
        (_("Rekomendasi oleh"), application.recommended_by),
        (_("Diputuskan oleh"), application.decided_by),
    ]
    return [(label, str(person)) for label, person in people if person]

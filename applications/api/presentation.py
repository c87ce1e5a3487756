"""The JSON representation of one application for a given viewer."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework.request import Request

from accounts.models import User
from applications.api.serializers.applicant import ApplicantDetailSerializer
from applications.api.serializers.applications import stage_code
from applications.api.serializers.detail import DocumentSerializer
from applications.api.serializers.official import OfficialDetailSerializer
from applications.kinds.registry import outcome_of, outside_task
from applications.models import Application
from applications.permissions import allowed_transitions, applicant_role
from applications.selectors.assessments import assessment_of
from applications.selectors.documents import DocumentRow, FileRow, documents_of
from applications.selectors.objections import latest_objection, latest_rejection, window_of
from applications.selectors.outside_steps import latest_reports, owner_stage
from applications.selectors.remarks import messages_of
from applications.selectors.status import ApplicationStatus, HistoryRow, status_of
from applications.shared.handover import handed_over
from applications.shared.letter_box import LetterLine, letter_lines
from common.dates import clock
from enterprises.selectors.classes import classes
from programs.enums import Transition
from programs.shared.violations import violation_rows

DETAIL = PolymorphicProxySerializer(
    component_name="Application",
    serializers=[ApplicantDetailSerializer, OfficialDetailSerializer],
    resource_type_field_name=None,
)


def detail(request: Request, application: Application, viewer: User) -> dict[str, Any]:
    """Return the whole application as `viewer` may see it."""
    status = status_of(application, viewer)
    shared = _shared(request, application, status, viewer)
    shared["enterprise"] = application.enterprise
    if applicant_role(viewer, application):
        shared["seen_as"] = "applicant"
        return dict(ApplicantDetailSerializer(shared).data)
    shared |= {
        "seen_as": "official",
        "claimed_by": str(application.claimed_by) if application.claimed_by else None,
        "verdict_at_submission": application.verdict,
    }
    context = {"classes": classes(application.enterprise, clock.today())}
    return dict(OfficialDetailSerializer(shared, context=context).data)


def document(request: Request, application: Application, requirement: str) -> dict[str, Any]:
    """Return the row of one requirement."""
    row = next(row for row in documents_of(application) if row.requirement == requirement)
    return dict(DocumentSerializer(_document(request, application, row)).data)


def _shared(
    request: Request, application: Application, status: ApplicationStatus, viewer: User
) -> dict[str, Any]:
    judged_on = clock.local_date(application.decided_at) if application.decided_at else None
    verdict = assessment_of(application, judged_on).verdict
    return {
        "id": application.pk,
        "number": application.number,
        "scheme": application.scheme.code,
        "edition": application.edition.code,
        "state": status.state,
        "word": status.word,
        "next_step": status.next_step,
        "stage": stage_code(application),
        "whose_turn": str(status.whose_turn),
        "due_on": status.due_on,
        "working_days_left": status.working_days_left,
        "submitted_at": application.submitted_at,
        "decided_at": application.decided_at,
        "answers": application.answers,
        "history": _history(status.history),
        "documents": [_document(request, application, row) for row in status.documents],
        "violations": violation_rows(verdict.violations),
        "missing": list(verdict.missing),
        "correction": status.correction,
        "messages": messages_of(application),
        "allowed_transitions": allowed_transitions(viewer, application),
        "outcome": _outcome(application, status),
        "lapsed": application.lapsed_at is not None,
        "objection": _objection(application, status),
        "outside": _outside(application, status),
        "permit_rows": outcome_of(application).permits(application),
        "letters": [_letter(request, application, line) for line in letter_lines(application)],
    }


def _letter(request: Request, application: Application, line: LetterLine) -> dict[str, Any]:
    path = reverse("application-letter", args=[application.pk, line.id])
    return {
        "kind": line.kind,
        "title": line.title,
        "number": line.number or None,
        "verification_code": line.code or None,
        "status": line.status,
        "valid_until": line.valid_until,
        "pdf": None if line.is_waiting else request.build_absolute_uri(path),
    }


def _objection(application: Application, status: ApplicationStatus) -> dict[str, Any] | None:
    """Return the objection to the latest refusal; None for a file that was never refused."""
    refused = [row for row in status.history if row.transition == Transition.REJECT]
    if not refused:
        return None
    filed = latest_objection(application)
    rejection = latest_rejection(application)
    if filed is not None and rejection is not None and filed.rejection_id != rejection.pk:
        filed = None
    window = window_of(rejection, clock.local_date(rejection.at)) if rejection else None
    return {
        "state": filed.status if filed else "none",
        "delivered_on": window.delivered_on if window else None,
        "until": window.until if window else None,
        "filed_on": filed.filed_on if filed else None,
        "due_on": filed.due_on if filed else None,
        "answer": filed.answer if filed else "",
    }


def _outside(application: Application, status: ApplicationStatus) -> dict[str, Any] | None:
    """Return the owner's turn outside the portal; None without one and without a report."""
    stage = owner_stage(application)
    reports = latest_reports(application)
    if stage is None and not reports:
        return None
    task = outside_task(application, stage) if stage else None
    return {
        "stage": stage.code if stage else None,
        "todo": str(task.todo) if task else "",
        "place": str(task.place) if task else "",
        "link": task.link if task else "",
        "due_on": status.due_on if stage else None,
        "number_label": str(task.number) if task else "",
        "needs_number": task is not None and task.needs_number,
        "needs_file": task is not None and task.needs_photo,
        "may_decline": task is not None and task.may_decline,
        "handed_over": [
            {"name": row.label, "value": row.value}
            for row in (handed_over(application, task) if task else ())
        ],
        "bring_back": str(task.bring_back) if task else "",
        "reports": [
            {
                "stage": step.stage.code,
                "result": step.result,
                "number": step.number,
                "note": step.note,
                "reported_at": step.reported_at,
                "document": step.attachment_id,
            }
            for step in reports
        ],
    }


def _outcome(application: Application, status: ApplicationStatus) -> dict[str, Any] | None:
    if not status.is_decided:
        return None
    return {
        "state": status.state,
        "word": status.word,
        "next_step": status.next_step,
        "from_kind": outcome_of(application).as_json(application),
    }


def _history(rows: Sequence[HistoryRow]) -> list[dict[str, Any]]:
    return [
        {
            "at": row.at,
            "actor_role": row.actor_role,
            "actor_name": row.actor_name,
            "transition": row.transition,
            "reason": row.reason,
            "opinion": row.opinion or None,
            "against_recommendation": row.is_against,
            "from_state": row.from_state,
            "to_state": row.to_state,
            "stage": row.to_stage.code if row.to_stage else None,
        }
        for row in rows
    ]


def _document(request: Request, application: Application, row: DocumentRow) -> dict[str, Any]:
    files = [_file(request, application, item) for item in row.files]
    return {
        "requirement": row.requirement,
        "label": row.label,
        "required": row.required,
        "status": str(row.status),
        "id": row.id,
        "filename": row.filename,
        "url": files[-1]["url"] if files else None,
        "files": files,
        "answered_by": row.answer,
    }


def _file(request: Request, application: Application, item: FileRow) -> dict[str, Any]:
    address = reverse("api-document", args=[application.pk, item.id])
    original = reverse("api-document-original", args=[application.pk, item.id])
    return {
        "id": item.id,
        "filename": item.filename,
        "media_type": item.media_type,
        "size": item.size,
        "frozen": item.frozen,
        "url": request.build_absolute_uri(address),
        "original_url": request.build_absolute_uri(original) if item.seal else None,
        "signatures": item.seal.signatures.read if item.seal else (),
    }

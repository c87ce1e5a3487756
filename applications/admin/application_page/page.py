"""The page of one application: answers, documents, verdict and available actions."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from applications.admin.application_page.actions import (
    acting_role,
    action_choices,
    reason_for_no_action,
)
from applications.admin.application_page.claim import claim_status_of
from applications.admin.application_page.corrections import correction_summary
from applications.admin.application_page.documents import documents_shown
from applications.admin.application_page.enterprise import particulars_of
from applications.admin.application_page.field_rows import answers_by_group, field_rows
from applications.admin.application_page.forms import ActionForm
from applications.admin.application_page.letters import letters_shown
from applications.admin.application_page.recommendation import recommendation_to_decide_on
from applications.admin.application_page.relations import relations_of
from applications.admin.application_page.remarks import RemarkForm, remarks_of, with_remarks
from applications.admin.application_page.steps import steps
from applications.admin.application_page.timeline import timeline
from applications.admin.application_page.verdict import verdict_summary
from applications.admin.queue.place import back_link
from applications.admin.queue.rows import due_of
from applications.kinds.registry import outcome_of
from applications.messages.authority import authority_text
from applications.messages.corrections import correction_reasons
from applications.messages.objection_labels import objection_label
from applications.models import Application
from applications.permissions import acting_stage, may_record_delivery, may_record_objection
from applications.selectors.assessments import Assessment, assessment_of
from applications.selectors.changes import changed_answers
from applications.selectors.clock import closed_days_until_due
from applications.selectors.deemed_approval import deadline_now, today_is_past
from applications.selectors.document_access import DocumentGate, gate_of
from applications.selectors.objections import latest_notice, latest_objection, may_still_come
from applications.selectors.status import ApplicationStatus, status_of
from applications.services.transitions import MAX_REASON
from applications.shared.objection_box import delivery_line
from applications.shared.outside_box import reports_of
from applications.shared.state_tags import office_tag_style
from common.dates import clock
from enterprises.selectors.owner_notices import notices_of_file
from programs.enums import State, Transition, Turn

_MOST_NOTICES = 20
_OF_EDITION = (
    "edition__rules",
    "edition__stages",
    "edition__questions",
    "edition__requirements",
    "edition__outcome_words",
    "edition__reason_texts",
)


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
    return {
        "title": application.number,
        "application": application,
        "status": status,
        "authority": authority_text(application),
        "state_style": office_tag_style(application.state),
        "way": back_link(user, application, query),
        "verdict": verdict,
        "today": clock.today(),
        "panel": outcome_of(application).office_panel(application, user),
        "people": _people(user, application),
        "hold": claim_status_of(user, application),
        "relations": relations_of(user, application),
        "reports": reports_of(application),
        "letters": letters_shown(user, application),
        "owner_notices": notices_of_file(f"/pengajuan/{application.pk}/")[:_MOST_NOTICES],
        **_objection(user, application, status),
        **_turn_and_actions(user, application, status, form, is_blocked=verdict.blocks),
        **_evidence(assessment, status, form, gate_of(user, application)),
        **_written(user, application, status, query, remark),
    }


def _objection(user: User, application: Application, status: ApplicationStatus) -> dict[str, Any]:
    """Return the latest objection, and when the notice of the refusal in force arrived."""
    if not any(row.transition == Transition.REJECT for row in status.history):
        return {}
    objection = latest_objection(application)
    stands = application.state == State.REJECTED
    notice = latest_notice(application) if stands else None
    is_open = stands and (notice is None or notice.delivered_on is None)
    return {
        "objection": objection,
        "objection_label": objection_label(objection) if objection else "",
        "notice": delivery_line(notice) if stands else "",
        "may_record_delivery": is_open and bool(may_record_delivery(user, application)),
        "may_record_objection": stands
        and may_still_come(application)
        and bool(may_record_objection(user, application)),
    }


def _turn_and_actions(
    user: User,
    application: Application,
    status: ApplicationStatus,
    form: ActionForm,
    *,
    is_blocked: bool,
) -> dict[str, Any]:
    """Return whose turn it is and until when, and what the official may do now."""
    stage = acting_stage(application)
    choices = action_choices(user, application, form, is_blocked=is_blocked)
    return {
        "steps": steps(application, status),
        "due": due_of(application, closed_days_until_due([application])),
        "silence": (silence := deadline_now(application)),
        "is_silence_over": silence is not None and today_is_past(silence),
        "is_my_turn": bool(choices) and status.whose_turn == Turn.OFFICE,
        "acting_role": acting_role(application),
        "stage_code": stage.code if stage else "",
        "recommendation": recommendation_to_decide_on(status),
        "choices": choices,
        "no_action_reason": "" if choices else reason_for_no_action(user, application),
        "may_correct": any(choice.asks_fields for choice in choices),
        "form": form,
        "reason_limit": MAX_REASON,
    }


def _evidence(
    assessment: Assessment, status: ApplicationStatus, form: ActionForm, gate: DocumentGate
) -> dict[str, Any]:
    """Return answers, particulars and documents, with what was asked to be corrected in them."""
    application = assessment.application
    correction = correction_summary(application, status, gate)
    unsent = changed_answers(application, status.correction) if status.correction else ()
    return {
        "correction": correction,
        "mend_reasons": correction_reasons(),
        "groups": [
            (title, field_rows(answers, correction, form))
            for title, answers in answers_by_group(
                assessment, status.history, unsent=unsent
            ).items()
        ],
        "particulars": particulars_of(application.enterprise, correction, form),
        "documents": documents_shown(
            application,
            status.documents,
            form,
            to_correct=correction.awaited,
            changed=correction.changed,
            gate=gate,
        ),
    }


def _written(
    user: User,
    application: Application,
    status: ApplicationStatus,
    query: QueryDict,
    remark: RemarkForm,
) -> dict[str, Any]:
    """Return notes, messages and reminders, and the history that includes them."""
    remarks = remarks_of(user, application, query)
    return {
        "remarks": remarks,
        "remark": remark,
        "timeline": with_remarks(timeline(user, application, status), remarks),
    }


def _people(user: User, application: Application) -> list[tuple[str, str]]:
    people = [
        (_("Diajukan oleh"), application.created_by),
        (_("Rekomendasi oleh"), application.recommended_by),
        (_("Diputuskan oleh"), application.decided_by),
    ]
    return [
        (label, _("Anda") if person == user else str(person)) for label, person in people if person
    ]

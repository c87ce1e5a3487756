"""Preconditions of transitions; a guard reports all errors at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from applications.kinds.registry import outcome_of
from applications.lifecycle import Actor, TransitionRule
from applications.messages.refusals import STATEMENT
from applications.models import REOPENING, Application, ApplicationEvent
from applications.permissions import stages_left_open
from applications.policies.corrections import ENTERPRISE
from applications.policies.opinions import is_against
from applications.policies.reasons import fault_of, repeats
from applications.selectors.answered import answered
from applications.selectors.assessments import Assessment
from applications.selectors.attachments import current_attachments
from applications.selectors.deemed_approval import deadline_of, today_is_past
from applications.selectors.lapsing import waiting_correction
from applications.selectors.objections import latest_rejection, objection_to
from applications.services.drafts import require_open
from common.dates import clock
from common.errors import Conflict, FieldError, InvalidInput
from common.identity.reasons import refuse_nik
from enterprises.selectors.scans import is_cleared, is_infected
from programs.enums import Opinion, State, Transition
from programs.messages.lacks import lack_text
from programs.messages.refusals import answer_message
from programs.messages.violations import office_message, violation_message
from programs.models import Requirement
from programs.selectors.lacks import lacks_of


def check(name: str, assessment: Assessment, data: Mapping[str, Any]) -> None:
    """Raise InvalidInput or Conflict when the preconditions of the transition are not met."""
    guard = _GUARDS.get(name)
    if guard is not None:
        guard(assessment, data)
    application = assessment.application
    outcome_of(application).guard(application, name, data)


def require_statement(
    application: Application,
    rule: TransitionRule,
    reason: str,
    data: Mapping[str, Any],
    events: Sequence[ApplicationEvent],
) -> None:
    """Raise InvalidInput unless the actor gives what the transition needs: a reason, an opinion.

    A decision against the recommendation needs a reason of its own. Completion while stages outside
    the office are open needs a reason where `data.open_stages_confirmed` is sent, which must then
    be true: the page of the file always sends it, a program need not. `events` is the whole
    history. No official writes a NIK: the owner's letter, the history and tables of decisions quote
    it.
    """
    if rule.actor == Actor.STAGE_ROLE:
        refuse_nik(reason)
    codes = list(_statement_faults(application, rule.name, reason, data, events))
    if codes:
        names = [stage.name for stage in stages_left_open(rule.name, application)]
        params = {"stages": "; ".join(names)}
        raise InvalidInput.many(
            [FieldError(code, field, str(STATEMENT[code]) % params) for code, field in codes]
        )


def _statement_faults(
    application: Application,
    name: str,
    reason: str,
    data: Mapping[str, Any],
    events: Sequence[ApplicationEvent],
) -> Iterator[tuple[str, str]]:
    if name == Transition.RECOMMEND and not is_opinion(data.get("opinion")):
        yield "opinion_required", "data.opinion"
    is_asked = "open_stages_confirmed" in data and bool(stages_left_open(name, application))
    if is_asked and data["open_stages_confirmed"] is not True:
        yield "open_stages_unconfirmed", "data.open_stages_confirmed"
    if fault := fault_of(name, reason, is_owed=is_asked):
        yield fault, "reason"
    elif is_against(name, application.opinion):
        given = [e.reason for e in events if e.transition == Transition.RECOMMEND]
        ready = [
            text
            for row in application.edition.reason_texts.all()
            for text in (row.text_id, row.text_en)
        ]
        if given and repeats(reason, given[-1]):
            yield "reason_repeats_recommendation", "reason"
        elif any(repeats(reason, text) for text in ready):
            yield "reason_is_ready_made", "reason"


def is_opinion(value: object) -> bool:
    """Tell whether a submitted value is one of the three opinions."""
    return isinstance(value, str) and value in set(Opinion)


def missing_answers(assessment: Assessment) -> list[FieldError]:
    """Return an error per required question without an answer."""
    return [
        FieldError("answer_missing", f"answers.{q.code}", answer_message("answer_missing", {}))
        for q in assessment.questions
        if q.is_required and assessment.answers.get(q.code) in (None, "")
    ]


def missing_documents(assessment: Assessment) -> list[FieldError]:
    """Return an error per required document without a file; an infected file does not count.

    What the enterprise holds, valid and looked up, needs no file.
    """
    files = list(current_attachments(assessment.application))
    infected = {item.requirement for item in files if is_infected(item.version)}
    usable = {item.requirement for item in files if not is_infected(item.version)}
    missing = [
        item for item, required in assessment.requirements if required and item.code not in usable
    ]
    held = answered(assessment.application, missing)
    return [
        _document_error(item.code, infected=item.code in infected)
        for item in missing
        if item.code not in held
    ]


def unread_documents(assessment: Assessment) -> list[Requirement]:
    """Return the required documents that were sent, but of which no file opens to officials."""
    files = list(current_attachments(assessment.application))
    sent = {item.requirement for item in files}
    cleared = {item.requirement for item in files if is_cleared(item.version)}
    return [
        item
        for item, required in assessment.requirements
        if required and item.code in sent - cleared
    ]


def missing_particulars(application: Application) -> list[FieldError]:
    """Return an error per empty field of the profile that this scheme needs."""
    return [
        FieldError("profile_missing", f"{ENTERPRISE}{field}", lack_text(field))
        for field in lacks_of(application.enterprise, application.edition)
    ]


def faults_before_sending(assessment: Assessment) -> list[FieldError]:
    """Return everything but the declaration that keeps an application from being sent."""
    application = assessment.application
    blocking = assessment.verdict.blocking
    return [
        *missing_answers(assessment),
        *missing_particulars(application),
        *missing_documents(assessment),
        *(FieldError(v.code, "eligibility", violation_message(v)) for v in blocking),
        *(
            FieldError("task_open", "tasks", task.title)
            for task in outcome_of(application).tasks(application)
            if task.is_required and not task.is_done
        ),
    ]


def _document_error(requirement: str, *, infected: bool) -> FieldError:
    code = "document_infected" if infected else "document_missing"
    return FieldError(code, f"documents.{requirement}", answer_message(code, {}))


def _submit(assessment: Assessment, data: Mapping[str, Any]) -> None:
    application = assessment.application
    if application.state == State.DRAFT:
        require_open(application.edition)
    errors: list[FieldError] = []
    if data.get("declaration") is not True:
        errors.append(
            FieldError(
                "declaration_missing",
                "data.declaration",
                _("Centang pernyataan bahwa semua keterangan benar."),
            )
        )
    errors += faults_before_sending(assessment)
    if errors:
        raise InvalidInput.many(errors)


def _approve(assessment: Assessment, _data: Mapping[str, Any]) -> None:
    """Check again with today's facts and files: the applicant may no longer be eligible.

    Nobody can have read a document that the scanner has not cleared.
    """
    unread = [item.label for item in unread_documents(assessment)]
    if unread:
        raise Conflict(
            "documents_unread",
            _(
                "Dokumen ini tidak dapat dibuka sekarang, jadi belum ada yang membacanya: "
                "%(documents)s. Tunggu pemeriksaan keamanannya, atau minta perbaikan."
            )
            % {"documents": "; ".join(unread)},
        )
    blocking = assessment.verdict.blocking
    if blocking:
        raise Conflict(
            "not_eligible",
            " ".join(office_message(violation) for violation in blocking),
        )


def _complete(assessment: Assessment, _data: Mapping[str, Any]) -> None:
    application = assessment.application
    if not outcome_of(application).may_complete(application):
        raise Conflict("outcome_open", _("Tindak lanjut keputusan ini belum selesai."))


def require_due(
    actor: User | None,
    rule: TransitionRule,
    application: Application,
    events: Sequence[ApplicationEvent],
) -> None:
    """Raise Conflict `not_due` where the system would do an official's step before its time.

    It may where the time to decide is over and the edition says that silence approves.
    """
    if actor is not None or rule.name not in (Transition.START_REVIEW, Transition.APPROVE):
        return
    deadline = deadline_of(application, events)
    if deadline is None or not today_is_past(deadline):
        raise Conflict("not_due", _("Batas waktu keputusannya belum lewat."))


def _lapse(assessment: Assessment, _data: Mapping[str, Any]) -> None:
    """Close only what stayed unanswered after both reminders."""
    waiting = waiting_correction(assessment.application)
    if waiting is None or not waiting.has_lapsed(clock.today()):
        raise Conflict("not_due", _("Perbaikan ini masih dapat dijawab."))


def _reopen(assessment: Assessment, _data: Mapping[str, Any]) -> None:
    """Reopen only after an objection that was upheld, or not answered in time."""
    rejection = latest_rejection(assessment.application)
    objection = objection_to(rejection) if rejection else None
    if objection is None or objection.status not in REOPENING:
        raise Conflict("no_objection", _("Tidak ada keberatan yang diterima atas keputusan ini."))


_GUARDS: Mapping[str, Callable[[Assessment, Mapping[str, Any]], None]] = {
    Transition.SUBMIT: _submit,
    Transition.APPROVE: _approve,
    Transition.COMPLETE: _complete,
    Transition.LAPSE: _lapse,
    Transition.REOPEN: _reopen,
}

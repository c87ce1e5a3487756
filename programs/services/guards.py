"""What must be true before a transition: each guard returns every complaint at once."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.errors import Conflict, FieldError, InvalidInput
from enterprises.selectors.scans import is_infected
from programs.enums import State, Transition
from programs.messages.refusals import answer_message
from programs.messages.violations import violation_message
from programs.models import Application
from programs.selectors.facts import asked_questions, asked_requirements, verdict_of
from programs.services.attachments import current
from programs.services.drafts import require_open


def check(name: str, application: Application, data: Mapping[str, Any]) -> None:
    """Raises InvalidInput or Conflict when the transition's own conditions do not hold."""
    guard = _GUARDS.get(name)
    if guard is not None:
        guard(application, data)


def missing_answers(application: Application) -> list[FieldError]:
    """Required questions without an answer."""
    return [
        FieldError("answer_missing", f"answers.{q.code}", answer_message("answer_missing", {}))
        for q in asked_questions(application)
        if q.is_required and application.answers.get(q.code) in (None, "")
    ]


def missing_documents(application: Application) -> list[FieldError]:
    """Required documents without a file; one the virus scanner found dangerous is none."""
    files = list(current(application))
    infected = {item.requirement for item in files if is_infected(item.version)}
    have = {item.requirement for item in files if not is_infected(item.version)}
    return [
        _document_error(item.code, is_there=item.code in infected)
        for item, required in asked_requirements(application)
        if required and item.code not in have
    ]


def _document_error(requirement: str, *, is_there: bool) -> FieldError:
    code = "document_infected" if is_there else "document_missing"
    return FieldError(code, f"documents.{requirement}", answer_message(code, {}))


def _submit(application: Application, data: Mapping[str, Any]) -> None:
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
    errors += missing_answers(application)
    errors += missing_documents(application)
    verdict = verdict_of(application)
    errors += [FieldError(v.code, "eligibility", violation_message(v)) for v in verdict.blocking]
    if errors:
        raise InvalidInput.many(errors)


def _approve(application: Application, _data: Mapping[str, Any]) -> None:
    """The rules are asked again with today's facts: a file may have aged out of eligibility."""
    blocking = verdict_of(application).blocking
    if blocking:
        raise Conflict(
            "not_eligible",
            " ".join(violation_message(violation) for violation in blocking),
        )


_GUARDS: Mapping[str, Callable[[Application, Mapping[str, Any]], None]] = {
    Transition.SUBMIT: _submit,
    Transition.APPROVE: _approve,
}

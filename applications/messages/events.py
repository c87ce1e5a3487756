"""The notices of each transition and their recipients; texts are in templates/notifications."""

from collections.abc import Mapping

from django.utils import translation

from applications.kinds.outcome import Outcome
from applications.kinds.registry import outcome_of, step_after_decision
from applications.messages.for_members import notices_for_members
from applications.models import Application, ApplicationEvent
from applications.policies.reasons import is_for_applicant
from applications.selectors.clock import due_on_of
from notifications.policies.notice import Notice
from programs.enums import Transition

# Moves within the office send no message: the applicant sees the stage on the page.
_KEYS: Mapping[str, str] = {
    Transition.SUBMIT: "application.submitted",
    Transition.START_REVIEW: "application.in_review",
    Transition.REQUEST_REVISION: "application.revision_requested",
    Transition.APPROVE: "application.approved",
    Transition.REJECT: "application.rejected",
    Transition.WITHDRAW: "application.withdrawn",
    Transition.COMPLETE: "application.completed",
    Transition.REOPEN: "application.reopened",
    Transition.LAPSE: "application.lapsed",
}
# What the system did because the office was silent; nobody is notified that it began a review.
_SILENT_KEYS: Mapping[str, str | None] = {
    Transition.START_REVIEW: None,
    Transition.APPROVE: "application.deemed_approved",
}


def key_of(outcome: Outcome, transition: str) -> str | None:
    """Return the key of the message about a transition; None where there is none."""
    return outcome.messages.get(transition) or _KEYS.get(transition)


def notices_of(application: Application, event: ApplicationEvent) -> list[Notice]:
    """Return the notices of a transition to everyone who acts for the enterprise."""
    key = key_of(outcome_of(application), event.transition)
    if event.actor is None and event.transition in _SILENT_KEYS:
        key = _SILENT_KEYS[event.transition]
    if key is None:
        return []
    outcome_word = next(
        (w for w in application.edition.outcome_words.all() if w.state == application.state), None
    )
    due_on = due_on_of(application)
    said = {
        "reason": event.reason if is_for_applicant(event.transition) else "",
        "due_on": due_on.isoformat() if due_on else "",
        "outcome_id": outcome_word.word_id if outcome_word else "",
        "outcome_en": outcome_word.word_en if outcome_word else "",
        "next_step_id": _step_of_kind(application, "id")
        or (outcome_word.next_step_id if outcome_word else ""),
        "next_step_en": _step_of_kind(application, "en")
        or (outcome_word.next_step_en if outcome_word else ""),
    }
    return notices_for_members(application, said, key=key)


def _step_of_kind(application: Application, language: str) -> str:
    """Return the next step that the pages show in this language, if the kind gives one."""
    with translation.override(language):
        step = step_after_decision(application)
        return str(step.text) if step else ""

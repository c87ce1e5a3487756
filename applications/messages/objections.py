"""The notices about an objection; texts are in templates/notifications."""

from applications.messages.for_members import notices_for_members
from applications.models import Objection
from applications.policies.objections import ObjectionTerms
from common.dates import clock
from notifications.policies.notice import Notice


def filed(objection: Objection, terms: ObjectionTerms) -> list[Notice]:
    """Return the receipt of an objection to everyone who acts for the enterprise.

    `is_late` where a letter is recorded after the time to answer it, so that silence has upheld it.
    """
    said = {
        "due_on": objection.due_on.isoformat(),
        "days": terms.answer,
        "is_late": objection.due_on < clock.today(),
    }
    return notices_for_members(objection.application, said, key="objection.filed")


def reviewed(objection: Objection) -> list[Notice]:
    """Return the notice that the review is done and the authorised official answers."""
    said = {"due_on": objection.due_on.isoformat()}
    return notices_for_members(objection.application, said, key="objection.reviewed")


def refused(objection: Objection, terms: ObjectionTerms) -> list[Notice]:
    """Return the notice of an answer that upholds the refusal, with the way to appeal."""
    said = {"reason": objection.answer, "days": terms.appeal, "basis": terms.appeal_basis}
    return notices_for_members(objection.application, said, key="objection.refused")


def waits_to_reopen(objection: Objection, other: str) -> list[Notice]:
    """Return the notice that the file reopens once application number `other` is closed."""
    said = {"reason": objection.answer, "other": other}
    return notices_for_members(objection.application, said, key="objection.waits")

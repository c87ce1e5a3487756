"""The notices about stated changes; texts are in permits/templates/notifications."""

from django.urls import reverse
from django.utils import translation

from notifications.policies.notice import Notice
from permits.messages.notices import said_of, to_members
from permits.models import PermitChange
from permits.selectors.commitments import followers_of


def asked(change: PermitChange) -> list[Notice]:
    """Return the notices to the permit's office when its holder states a change."""
    link = reverse("admin:permits_permit", args=[change.permit_id])
    said = _said(change)
    people = followers_of(change.permit)
    return [Notice("permit.change_asked", each, said, link) for each in people]


def answered(change: PermitChange) -> list[Notice]:
    """Return the notices of the answer to the holder."""
    return to_members(change.permit, "permit.change_answered", _said(change))


def _said(change: PermitChange) -> dict[str, object]:
    said = {
        **said_of(change.permit, change.answer_text),
        "is_accepted": change.answer == "accepted",
    }
    for language in ("id", "en"):
        with translation.override(language):
            said[f"particular_{language}"] = str(change.get_particular_display())
    return said

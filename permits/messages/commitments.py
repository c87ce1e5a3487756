"""The notices about commitments; texts are in permits/templates/notifications."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import translation

from notifications.policies.notice import Notice
from permits.messages.notices import said_of, to_members
from permits.models import Commitment, Permit
from permits.selectors.commitments import followers_of


def reminded(permit: Permit, left: Sequence[Commitment]) -> list[Notice]:
    """Return the reminder of what is still to be done."""
    return to_members(permit, "permit.commitments", _said(permit, left))


def passed(permit: Permit, left: Sequence[Commitment]) -> list[Notice]:
    """Return the notices to the office when a commitment is unreported after its due date."""
    link = reverse("admin:permits_permit", args=[permit.pk])
    said = _said(permit, left)
    return [Notice("permit.commitments_overdue", each, said, link) for each in followers_of(permit)]


def _said(permit: Permit, left: Sequence[Commitment]) -> dict[str, object]:
    said = {**said_of(permit), "due_on": left[0].due_on.isoformat()}
    for language in ("id", "en"):
        with translation.override(language):
            said[f"left_{language}"] = "; ".join(str(each.get_task_display()) for each in left)
    return said

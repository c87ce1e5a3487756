"""The notices about permits; texts are in permits/templates/notifications."""

from django.utils import translation

from enterprises.models import Member
from notifications.policies.notice import Notice
from permits.models import Permit
from programs.selectors.scheme_names import scheme_name


def said_of(permit: Permit, reason: str = "") -> dict[str, object]:
    """Return what every message says about a permit; the page of the owner lists it."""
    said: dict[str, object] = {
        "permit_number": permit.number,
        "enterprise": permit.enterprise.name,
        "issuer": permit.issuer,
        "issued_here": permit.issued_here,
        "until_on": permit.valid_until.isoformat() if permit.valid_until else "",
        "reason": reason,
    }
    for language in ("id", "en"):
        with translation.override(language):
            said[f"kind_{language}"] = scheme_name(permit.kind)
            said[f"status_{language}"] = str(permit.get_status_display())
    return said


def recorded(permit: Permit) -> list[Notice]:
    """Return the notices to the enterprise when an office has recorded a document."""
    said = {**said_of(permit), "is_checked": bool(permit.looked_up)}
    return to_members(permit, "permit.recorded", said)


def changed(permit: Permit, reason: str) -> list[Notice]:
    """Return the notices to the enterprise when the status of a permit has changed."""
    return to_members(permit, "permit.changed", said_of(permit, reason))


def ends(permit: Permit, days: int) -> list[Notice]:
    """Return the reminder that a permit ends in so many days or less."""
    return to_members(permit, "permit.ends", {**said_of(permit), "days": days})


def to_members(permit: Permit, key: str, said: dict[str, object]) -> list[Notice]:
    """Return the notice for everyone who acts for the enterprise; it leads to their permits."""
    members = Member.objects.acting().filter(enterprise_id=permit.enterprise_id)
    link = f"/usaha/{permit.enterprise_id}/izin/"
    people = members.order_by("user_id").values_list("user_id", flat=True)
    return [Notice(key, person, said, link) for person in people]

"""Notices to helpers about consents, and to owners about helpers."""

from django.conf import settings
from django.utils import translation

from accounts.models import User
from common.identity.names import without_links
from enterprises.models import HelperConsent, HelperInvitation, Member, OwnerNotice
from notifications.policies.notice import Notice

ACTED = "helper.acted"
_CLIENTS = "/pendamping/"


def invited_notices(invitation: HelperInvitation, helper: User) -> list[Notice]:
    """Return the notice to a helper that an owner invites them."""
    context = {
        "enterprise": invitation.enterprise.name,
        "owner": invitation.invited_by.get_full_name(),
    }
    return [Notice("helper.invited", helper.pk, context, _CLIENTS)]


def consented_notices(consent: HelperConsent, *, accepted: bool) -> list[Notice]:
    """Return the notice to a helper that the owner's consent is recorded, or the form refused."""
    context = {
        "enterprise": consent.enterprise_name,
        "owner": consent.owner_name,
        "accepted": accepted,
        "reason": consent.reason,
    }
    link = f"/usaha/{consent.enterprise_id}/" if accepted else _CLIENTS
    return [Notice("helper.consented", consent.helper_id, context, link)]


def lapsed_notices(member: Member) -> list[Notice]:
    """Return the notice to a helper that the owner has not consented in time."""
    return [
        Notice("helper.lapsed", member.user_id, {"enterprise": member.enterprise.name}, _CLIENTS)
    ]


def act_context(notice: OwnerNotice) -> dict[str, str]:
    """Return what the message `helper.acted` says about one act."""
    return {
        "helper": without_links(notice.helper.get_full_name()),
        "enterprise": without_links(notice.enterprise.name),
        "about": notice.about,
        "done_at": notice.at.isoformat(),
        "language": settings.LANGUAGE_CODE,
        **{f"act_{language}": _act(notice, language) for language in ("id", "en")},
    }


def _act(notice: OwnerNotice, language: str) -> str:
    with translation.override(language):
        return str(notice.get_act_display())

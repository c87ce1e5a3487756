"""Notices about claims and files; their texts are in templates/notifications."""

from collections.abc import Iterable

from enterprises.enums import NOT_LISTED, ClaimState, MemberRole
from enterprises.models import Claim, DocumentVersion, Enterprise, Member
from notifications.policies.notice import Notice


def claim_notices(claim: Claim, *, by_owner: bool = False) -> list[Notice]:
    """Return the notice to the claimant of how the office, or the owner, decided the claim."""
    accepted = claim.state == ClaimState.ACCEPTED
    return [
        Notice(
            key="claim.decided",
            recipient_id=claim.user_id,
            context={
                "enterprise": claim.enterprise_shown,
                "accepted": accepted,
                "by_owner": by_owner,
                "reason": claim.reason,
            },
            link=f"/usaha/{claim.enterprise_id}/" if accepted else "/usaha/",
        )
    ]


def holder_notices(
    enterprise: Enterprise, members: Iterable[Member], *, ended: bool, followed: bool
) -> list[Notice]:
    """Return notices to those who act for an enterprise that another's claim on it was accepted.

    `followed` where the claimant becomes its head.
    """
    return [
        Notice(
            key="enterprise.claimed",
            recipient_id=member.user_id,
            context={"enterprise": enterprise.name, "ended": ended, "followed": followed},
            link="/usaha/" if ended else f"/usaha/{enterprise.pk}/",
        )
        for member in sorted(members, key=lambda each: each.user_id)
    ]


def helper_asks_notices(claim: Claim) -> list[Notice]:
    """Return notices to the owners of an enterprise that a helper asks to act for it."""
    owners = Member.objects.acting().filter(enterprise=claim.enterprise, role=MemberRole.OWNER)
    return [
        Notice(
            key="helper.asks",
            recipient_id=owner.user_id,
            context={
                "enterprise": claim.enterprise.name,
                "helper": claim.user.get_full_name(),
            },
            link=f"/usaha/{claim.enterprise_id}/orang/",
        )
        for owner in owners.order_by("user_id")
    ]


def helper_ended_notices(enterprise: Enterprise, helper: Member) -> list[Notice]:
    """Return the notice to a helper that the owner has ended the help."""
    return [
        Notice(
            key="helper.ended",
            recipient_id=helper.user_id,
            context={"enterprise": enterprise.name},
            link="/usaha/",
        )
    ]


def nik_corrected_notices(enterprise: Enterprise) -> list[Notice]:
    """Return notices to those who act for an enterprise that an official corrected its NIK."""
    members = Member.objects.acting().filter(enterprise=enterprise)
    return [
        Notice(
            key="enterprise.nik_corrected",
            recipient_id=member.user_id,
            context={"enterprise": enterprise.name},
            link=f"/usaha/{enterprise.pk}/",
        )
        for member in members.order_by("user_id")
    ]


def infected_notices(version: DocumentVersion) -> list[Notice]:
    """Return notices of a dangerous file to everyone who acts for the enterprise.

    Of a claimant's evidence only to the claimant.
    """
    if version.kind in NOT_LISTED:
        shown = version.enterprise.registered_as_masked
        context = {"enterprise": shown, "filename": version.filename}
        return [Notice("document.infected", version.uploaded_by_id, context, link="/usaha/")]
    members = Member.objects.acting().filter(enterprise_id=version.enterprise_id)
    return [
        Notice(
            key="document.infected",
            recipient_id=member.user_id,
            context={"enterprise": version.enterprise.name, "filename": version.filename},
            link="/pengajuan/",
        )
        for member in members.order_by("user_id")
    ]

"""Notices about claims and files; their texts are in templates/notifications."""

from collections.abc import Iterable

from enterprises.enums import ClaimState
from enterprises.models import Claim, DocumentVersion, Enterprise, Member
from notifications.policies.notice import Notice


def claim_notices(claim: Claim) -> list[Notice]:
    """Return the notice to the claimant of how the claim was decided."""
    accepted = claim.state == ClaimState.ACCEPTED
    return [
        Notice(
            key="claim.decided",
            recipient_id=claim.user_id,
            context={
                "enterprise": claim.enterprise.name,
                "accepted": accepted,
                "reason": claim.reason,
            },
            link=f"/usaha/{claim.enterprise_id}/" if accepted else "/usaha/",
        )
    ]


def holder_notices(
    enterprise: Enterprise, members: Iterable[Member], *, ended: bool
) -> list[Notice]:
    """Return notices to those who act for an enterprise that another's claim on it was accepted."""
    return [
        Notice(
            key="enterprise.claimed",
            recipient_id=member.user_id,
            context={"enterprise": enterprise.name, "ended": ended},
            link="/usaha/" if ended else f"/usaha/{enterprise.pk}/",
        )
        for member in sorted(members, key=lambda each: each.user_id)
    ]


def infected_notices(version: DocumentVersion) -> list[Notice]:
    """Return notices of a dangerous file to everyone who acts for the enterprise."""
    members = Member.objects.filter(enterprise_id=version.enterprise_id, until__isnull=True)
    return [
        Notice(
            key="document.infected",
            recipient_id=member.user_id,
            context={"enterprise": version.enterprise.name, "filename": version.filename},
            link="/pengajuan/",
        )
        for member in members.order_by("user_id")
    ]

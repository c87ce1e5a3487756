"""What people are told of their claims and files; words in templates/notifications."""

from enterprises.enums import ClaimState
from enterprises.models import Claim, DocumentVersion, Member
from notifications.policies.notice import Notice


def claim_notices(claim: Claim) -> list[Notice]:
    """What the claimant is told of how their claim ended."""
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


def infected_notices(version: DocumentVersion) -> list[Notice]:
    """What everybody who acts for the enterprise is told of a dangerous file."""
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

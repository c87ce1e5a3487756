"""Which message goes out when a claim is decided; words in templates/notifications."""

from enterprises.enums import ClaimState
from enterprises.models import Claim
from notifications.services.outbox import enqueue


def announce_claim(claim: Claim) -> None:
    """Tells the claimant how their claim ended, in the caller's transaction."""
    accepted = claim.state == ClaimState.ACCEPTED
    enqueue(
        key="claim.decided",
        recipient=claim.user,
        context={
            "enterprise": claim.enterprise.name,
            "accepted": accepted,
            "reason": claim.reason,
        },
        link=f"/usaha/{claim.enterprise_id}/" if accepted else "/usaha/",
    )

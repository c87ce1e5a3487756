"""Letters to buyers: to their address, with the secret link sealed until the letter is sent."""

from datetime import datetime

from notifications.services.outbox import enqueue
from supply.messages.buyers import BuyerNotice
from supply.models import BuyerRequest
from supply.services.requests.buyer_links import link_of


def send(request: BuyerRequest, letter: BuyerNotice, *, expires_at: datetime | None = None) -> None:
    """Write a letter in the caller's transaction; a buyer whose data were erased gets none."""
    if not request.email:
        return
    enqueue(
        key=letter.key,
        address=request.email,
        context=letter.context,
        secret={"address": link_of(request.uid, request.language)},
        expires_at=expires_at,
    )

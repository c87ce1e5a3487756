"""Sending what the outbox holds, and recording how each message ended on each channel.

A message may be handed to a channel again when a worker dies between sending and recording; the
channel can tell, because every repeat carries the identity of the outbox row. Each step that
records checks that the lease is still this worker's.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator

from common.dates import clock
from notifications.channels import registry
from notifications.channels.base import UndeliverableError
from notifications.enums import Channel, DeliveryStatus
from notifications.models import Delivery, OutboxMessage
from notifications.services.addressing import channels_of, letter, obstacle, tries_on
from notifications.services.claiming import Claim, claim_due, lock_held, settle

logger = logging.getLogger(__name__)
BATCH = 10
REASON_LENGTH = 200


@dataclass(frozen=True)
class Outcome:
    """How one attempt on one channel ended; waiting means that another attempt follows."""

    status: DeliveryStatus
    reason: str = ""


def deliver_due(*, seconds: float = 20.0) -> bool:
    """Send what is due for about so many seconds; whether something may be left."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        claims = claim_due(limit=BATCH)
        _deliver_all(claims)
        if len(claims) < BATCH:
            return False
    return True


def deliver(claim: Claim) -> None:
    """Try every channel of the claimed message that has not ended, then settle the message."""
    _deliver_all([claim])


def _deliver_all(claims: Sequence[Claim]) -> None:
    """Each channel's ending is recorded at once, so a worker that dies before they are settled
    together sends nothing twice: whoever takes them next finds nothing left to send."""
    tried: list[Claim] = []
    try:
        for claim in claims:
            if _try_channels(claim):
                tried.append(claim)
    finally:
        settle(tried)


def _try_channels(claim: Claim) -> bool:
    """False when the message is no longer this worker's."""
    message = (
        OutboxMessage.objects.select_related("recipient")
        .prefetch_related("deliveries")
        .get(id=claim.message_id)
    )
    known = {Channel(d.channel): DeliveryStatus(d.status) for d in message.deliveries.all()}
    channels = channels_of(message)
    for channel in channels:
        if known.get(channel, DeliveryStatus.WAITING) != DeliveryStatus.WAITING:
            continue
        # A lease that ran out during a slow channel may already be another worker's.
        if not claim.is_live():
            return False
        outcome = _behind(channel, known) or _attempt(message, claim, channel, channels)
        if not _record(claim, channel, outcome):
            return False
        known[channel] = outcome.status
    return True


def _behind(channel: Channel, known: dict[Channel, DeliveryStatus]) -> Outcome | None:
    """SMS costs most: it goes only when WhatsApp has ended without arriving."""
    first = known.get(Channel.WHATSAPP)
    if channel is not Channel.SMS or first is None:
        return None
    if first == DeliveryStatus.SENT:
        return Outcome(DeliveryStatus.SUPPRESSED, "sudah terkirim lewat WhatsApp")
    if first == DeliveryStatus.WAITING:
        return Outcome(DeliveryStatus.WAITING, "menunggu WhatsApp")
    return None


def _attempt(
    message: OutboxMessage, claim: Claim, channel: Channel, channels: list[Channel]
) -> Outcome:
    if claim.attempt > settings.OUTBOX_MAX_ATTEMPTS:
        # Nothing was recorded by the last attempt either: it took its worker down with it.
        return Outcome(DeliveryStatus.FAILED, "pekerja berhenti setiap kali pesan ini dikirim")
    try:
        if reason := obstacle(message, channel):
            return Outcome(DeliveryStatus.SUPPRESSED, reason)
        registry.adapter(channel).send(letter(message, channel))
    except UndeliverableError as error:
        return Outcome(DeliveryStatus.FAILED, str(error))
    except Exception as error:  # noqa: BLE001 - whatever is raised is a reason, not a crash
        # The text of an exception may hold an address; its type does not.
        logger.warning("%s of %s: %s", channel.value, message.id, type(error).__name__)
        reason = f"gangguan pada percobaan ke-{claim.attempt}: {type(error).__name__}"
        last = claim.attempt >= tries_on(message, channel, channels)
        return Outcome(DeliveryStatus.FAILED if last else DeliveryStatus.WAITING, reason)
    return Outcome(DeliveryStatus.SENT)


@transaction.atomic
def _record(claim: Claim, channel: Channel, outcome: Outcome) -> bool:
    message = lock_held(claim)
    if message is None:
        return False
    Delivery.objects.update_or_create(
        message=message,
        channel=channel.value,
        defaults={
            "status": outcome.status,
            "reason": Truncator(outcome.reason).chars(REASON_LENGTH),
            "attempts": claim.attempt,
            "at": clock.now(),
        },
    )
    return True

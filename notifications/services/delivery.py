"""Sending the messages of the outbox, and recording the result on each channel.

A message may be handed to a channel again when a worker dies between sending and recording; the
channel recognises the repeat by the identity of the outbox row. Each step that records a result
checks that this worker still holds the lease.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator

from common.dates import clock
from common.text.marking import gettext_noop
from notifications.channels import registry
from notifications.channels.base import UndeliverableError
from notifications.enums import Channel, DeliveryStatus
from notifications.models import Delivery, OutboxMessage
from notifications.services.addressing import (
    channels_of,
    max_attempts_on,
    obstacle,
    outgoing_message,
)
from notifications.services.claiming import Claim, claim_due, lock_claimed, settle

logger = logging.getLogger(__name__)
BATCH = 10
REASON_LENGTH = 200


@dataclass(frozen=True)
class DeliveryResult:
    """The result of one attempt on one channel; waiting means that another attempt follows."""

    status: DeliveryStatus
    reason: str = ""


def deliver_due(*, seconds: float = 20.0) -> bool:
    """Send due messages for about `seconds`; return whether some may be left."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        claims = claim_due(limit=BATCH)
        deliver(claims)
        if len(claims) < BATCH:
            return False
    return True


def deliver(claims: Sequence[Claim]) -> None:
    """Try every unfinished channel of the claimed messages, then settle the messages together.

    Each channel's result is recorded at once, so when a worker dies before settling, the next one
    finds nothing left to send.
    """
    tried: list[Claim] = []
    try:
        for claim in claims:
            if _try_channels(claim):
                tried.append(claim)
    finally:
        settle(tried)


def _try_channels(claim: Claim) -> bool:
    """Try the message's channels; return False when this worker has lost the lease."""
    message = (
        OutboxMessage.objects.select_related("recipient")
        .prefetch_related("deliveries")
        .get(id=claim.message_id)
    )
    statuses = {Channel(d.channel): DeliveryStatus(d.status) for d in message.deliveries.all()}
    channels = channels_of(message)
    for channel in channels:
        if statuses.get(channel, DeliveryStatus.WAITING) != DeliveryStatus.WAITING:
            continue
        # The lease may have expired during a slow channel, and another worker may have claimed it.
        if not claim.is_live():
            return False
        outcome = _after_whatsapp(channel, statuses) or _attempt(message, claim, channel, channels)
        if not _record(claim, channel, outcome):
            return False
        statuses[channel] = outcome.status
    return True


def _after_whatsapp(
    channel: Channel, statuses: dict[Channel, DeliveryStatus]
) -> DeliveryResult | None:
    """Hold SMS, which costs most, back until WhatsApp has ended without success."""
    whatsapp = statuses.get(Channel.WHATSAPP)
    if channel is not Channel.SMS or whatsapp is None:
        return None
    if whatsapp == DeliveryStatus.SENT:
        return DeliveryResult(
            DeliveryStatus.SUPPRESSED, gettext_noop("sudah terkirim lewat WhatsApp")
        )
    if whatsapp == DeliveryStatus.WAITING:
        return DeliveryResult(DeliveryStatus.WAITING, gettext_noop("menunggu WhatsApp"))
    return None


def _attempt(
    message: OutboxMessage, claim: Claim, channel: Channel, channels: list[Channel]
) -> DeliveryResult:
    if claim.attempt > settings.OUTBOX_MAX_ATTEMPTS:
        # The last attempt recorded no result: it killed its worker.
        reason = gettext_noop("pekerja berhenti setiap kali pesan ini dikirim")
        return DeliveryResult(DeliveryStatus.FAILED, reason)
    try:
        if reason := obstacle(message, channel):
            return DeliveryResult(DeliveryStatus.SUPPRESSED, reason)
        registry.adapter(channel).send(outgoing_message(message, channel))
    except UndeliverableError as error:
        return DeliveryResult(DeliveryStatus.FAILED, str(error))
    except Exception as error:  # noqa: BLE001 - any failure is recorded as a reason
        # The text of an exception may hold an address; its type does not.
        logger.warning("%s of %s: %s", channel.value, message.id, type(error).__name__)
        reason = f"gangguan pada percobaan ke-{claim.attempt}: {type(error).__name__}"
        is_last = claim.attempt >= max_attempts_on(message, channel, channels)
        return DeliveryResult(DeliveryStatus.FAILED if is_last else DeliveryStatus.WAITING, reason)
    return DeliveryResult(DeliveryStatus.SENT)


@transaction.atomic
def _record(claim: Claim, channel: Channel, outcome: DeliveryResult) -> bool:
    message = lock_claimed(claim)
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

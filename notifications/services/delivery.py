"""Sending what the outbox holds, and recording how each message ended on each channel.

A message may be handed to a channel again when a worker dies between sending and recording; the
channel can tell, because every repeat carries the identity of the outbox row. Each step that
records checks that the lease is still this worker's.
"""

import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator

from common import clock
from notifications.channels import registry
from notifications.channels.base import Letter, UndeliverableError
from notifications.enums import SECRET_KEYS, Channel, DeliveryStatus
from notifications.models import Delivery, OutboxMessage
from notifications.policies import wait_after
from notifications.render import render
from notifications.selectors.preferences import has_switched_off
from notifications.services.claiming import Claim, claim_due, lock_held

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
        for claim in claims:
            deliver(claim)
        if len(claims) < BATCH:
            return False
    return True


def deliver(claim: Claim) -> None:
    """Try every channel of the claimed message that has not ended, then settle the message."""
    message = (
        OutboxMessage.objects.select_related("recipient")
        .prefetch_related("deliveries")
        .get(id=claim.message_id)
    )
    ended = {
        delivery.channel
        for delivery in message.deliveries.all()
        if delivery.status != DeliveryStatus.WAITING
    }
    for channel in channels_of(message):
        if channel.value in ended:
            continue
        # A lease that ran out during a slow channel may already be another worker's.
        if not claim.is_live() or not _record(claim, channel, _attempt(message, claim, channel)):
            return
    _settle(claim)


def channels_of(message: OutboxMessage) -> list[Channel]:
    """Every installed channel for a person; e-mail alone for a bare address."""
    return registry.installed() if message.recipient_id else [Channel.EMAIL]


def _attempt(message: OutboxMessage, claim: Claim, channel: Channel) -> Outcome:
    if claim.attempt > settings.OUTBOX_MAX_ATTEMPTS:
        # Nothing was recorded by the last attempt either: it took its worker down with it.
        return Outcome(DeliveryStatus.FAILED, "pekerja berhenti setiap kali pesan ini dikirim")
    try:
        if obstacle := _obstacle(message, channel):
            return Outcome(DeliveryStatus.SUPPRESSED, obstacle)
        registry.adapter(channel).send(_letter(message, channel))
    except UndeliverableError as error:
        return Outcome(DeliveryStatus.FAILED, str(error))
    except Exception as error:  # noqa: BLE001 - whatever is raised is a reason, not a crash
        # The text of an exception may hold an address; its type does not.
        logger.warning("%s of %s: %s", channel.value, message.id, type(error).__name__)
        reason = f"gangguan pada percobaan ke-{claim.attempt}: {type(error).__name__}"
        last = claim.attempt >= settings.OUTBOX_MAX_ATTEMPTS
        return Outcome(DeliveryStatus.FAILED if last else DeliveryStatus.WAITING, reason)
    return Outcome(DeliveryStatus.SENT)


def _obstacle(message: OutboxMessage, channel: Channel) -> str:
    recipient = message.recipient
    if recipient and not recipient.is_active:
        return "akun tidak aktif"
    if recipient and has_switched_off(recipient, channel):
        return "penerima mematikan saluran"
    return registry.adapter(channel).obstacle(recipient, _address(message))


def _address(message: OutboxMessage) -> str:
    return message.address or (message.recipient.email if message.recipient else "")


def _letter(message: OutboxMessage, channel: Channel) -> Letter:
    wanted = message.recipient.language if message.recipient else message.context.get("language")
    url = f"{settings.PORTAL_URL}{message.link}" if message.link else ""
    rendered = render(message.key, message.context, language=wanted or "", url=url)
    return Letter(
        id=message.id,
        recipient=message.recipient,
        address=_address(message),
        subject=rendered.subject,
        text=rendered.email_text if channel is Channel.EMAIL else rendered.text,
        html=rendered.email_html,
        link=message.link,
        url=url,
    )


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


@transaction.atomic
def _settle(claim: Claim) -> None:
    message = lock_held(claim)
    if message is None:
        return
    now = clock.now()
    if message.deliveries.filter(status=DeliveryStatus.WAITING).exists():
        message.next_attempt_at = now + wait_after(claim.attempt)
        message.save(update_fields=["next_attempt_at"])
        return
    message.finished_at = now
    if message.key in SECRET_KEYS:
        message.context = {}
    message.save(update_fields=["finished_at", "context"])

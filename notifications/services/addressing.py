"""Where a message goes: its channels, the address on each, and the rendered message."""

import json
from typing import Any

from django.conf import settings

from accounts.models import User
from accounts.selectors.phones import current_number, current_phone
from common.dates import clock
from common.text.marking import gettext_noop
from notifications.channels import registry
from notifications.channels.base import OutgoingMessage
from notifications.enums import PHONE_CHANNELS, Channel
from notifications.models import OutboxMessage
from notifications.render import render
from notifications.selectors.outbox import sms_sent_today
from notifications.selectors.preferences import has_switched_off

# With the waits between them about four minutes.
ATTEMPTS_BEFORE_FALLBACK = 4


def channels_of(message: OutboxMessage) -> list[Channel]:
    """Return all installed channels for a person, e-mail for an address, phone for a number.

    A person without a number has no phone channels, so no deliveries are recorded there. A code
    requested by SMS goes by SMS only.
    """
    if message.recipient:
        has_number = current_number(message.recipient) is not None
        return [c for c in registry.installed() if has_number or c not in PHONE_CHANNELS]
    if message.address:
        return [Channel.EMAIL]
    phone_channels = (Channel.SMS,) if message.context.get("via") == Channel.SMS else PHONE_CHANNELS
    return [c for c in registry.installed() if c in phone_channels]


def max_attempts_on(message: OutboxMessage, channel: Channel, channels: list[Channel]) -> int:
    """Return how often a channel is tried; WhatsApp soon falls back to SMS, for a code at once."""
    limit: int = settings.OUTBOX_MAX_ATTEMPTS
    if channel is not Channel.WHATSAPP or Channel.SMS not in channels:
        return limit
    if message.recipient and has_switched_off(message.recipient, Channel.SMS):
        return limit
    return 1 if message.expires_at else min(limit, ATTEMPTS_BEFORE_FALLBACK)


def obstacle(message: OutboxMessage, channel: Channel) -> str:
    """Return why the message is not sent on the channel, for staff to read; empty when it is."""
    recipient = message.recipient
    if recipient and not recipient.is_active:
        return gettext_noop("akun tidak aktif")
    if recipient and has_switched_off(recipient, channel):
        return gettext_noop("penerima mematikan saluran")
    if message.expires_at and clock.now() >= message.expires_at:
        return gettext_noop("isi sudah tidak berlaku")
    # Codes have a separate limit, checked where they are issued.
    if channel is Channel.SMS and recipient and sms_sent_today() >= settings.SMS_PER_DAY:
        return gettext_noop("batas biaya SMS hari ini tercapai")
    return registry.adapter(channel).obstacle(recipient, _address(message, channel))


def outgoing_message(message: OutboxMessage, channel: Channel) -> OutgoingMessage:
    """Return the message as its recipient gets it on the channel."""
    secret = _sealed(message).get("secret", {})
    context = {**message.context, **secret}
    language = message.recipient.language if message.recipient else message.context.get("language")
    url = f"{settings.PORTAL_URL}{message.link}" if message.link else ""
    rendered = render(message.key, context, language=language or "", url=url)
    return OutgoingMessage(
        id=message.id,
        recipient=message.recipient,
        address=_address(message, channel),
        subject=rendered.subject,
        text=rendered.email_text if channel is Channel.EMAIL else rendered.text,
        html=rendered.email_html,
        link=message.link,
        url=url,
        key=message.key,
    )


def _address(message: OutboxMessage, channel: Channel) -> str:
    recipient: User | None = message.recipient
    if channel in PHONE_CHANNELS:
        return current_phone(recipient) if recipient else str(_sealed(message).get("phone", ""))
    return message.address or (recipient and recipient.email) or ""


def _sealed(message: OutboxMessage) -> dict[str, Any]:
    sealed: dict[str, Any] = json.loads(message.sealed or "{}")
    return sealed

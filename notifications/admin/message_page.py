"""One message of the delivery log, with its text unless that is secret."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.text.formats import mask_email
from notifications.admin.labels import key_label, reason_in_words
from notifications.enums import SECRET_KEYS, DeliveryStatus
from notifications.models import OutboxMessage
from notifications.render import render, supported_language
from notifications.selectors.outbox import inbox_copy
from notifications.shared.subjects import subjects_of


@dataclass(frozen=True)
class MessageText:
    """The text that a person was sent; `is_copy` when it is the one kept in their inbox.

    Otherwise it is written again from the kept values, with today's wording.
    """

    subject: str
    body: str
    language: str
    is_copy: bool


def message_context(reader: User, message: OutboxMessage) -> dict[str, Any]:
    """Return what the page of one message shows."""
    deliveries = message.deliveries.order_by("id")
    return {
        "title": key_label(message.key),
        "message": message,
        "addressee": addressee(message),
        "recipient_url": _url_of(message.recipient),
        "subject": subjects_of(reader, [message.link]).get(message.link),
        "deliveries": [(each, reason_in_words(each.reason)) for each in deliveries],
        "has_failed": any(each.status == DeliveryStatus.FAILED for each in deliveries),
        "is_secret": message.key in SECRET_KEYS,
        "text": text_of(message),
    }


def text_of(message: OutboxMessage) -> MessageText | None:
    """Return the text of a message; None for a secret one, and where it cannot be written again."""
    if message.key in SECRET_KEYS:
        return None
    copy = inbox_copy(message)
    language = supported_language(
        message.recipient.language if message.recipient else message.context.get("language") or ""
    )
    name = str(dict(settings.LANGUAGES)[language])
    if copy is not None:
        return MessageText(copy.title, copy.body, name, is_copy=True)
    try:
        written = render(message.key, message.context, language=language)
    except (TemplateDoesNotExist, ValueError):
        # A kind of programme that was removed, or values of an older version.
        return None
    return MessageText(written.subject, written.text, name, is_copy=False)


def addressee(message: OutboxMessage) -> str:
    """Return the recipient of a message: a name, a masked address, or that it goes to a number."""
    if message.recipient:
        name, address = message.recipient.name, mask_email(message.recipient.email or "")
        return f"{name} · {address}" if name and address else name or address or _number()
    return mask_email(message.address) if message.address else _number()


def _url_of(person: User | None) -> str:
    return reverse("admin:accounts_user_change", args=[person.pk]) if person else ""


def _number() -> str:
    return _("nomor ponsel")

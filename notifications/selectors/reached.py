"""When a message reached its reader: sent on a channel outside the portal, or read in its inbox."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from notifications.enums import Channel, DeliveryStatus
from notifications.models import Delivery, InboxItem, OutboxMessage

_OUTSIDE = (Channel.EMAIL.value, Channel.WHATSAPP.value, Channel.SMS.value)


@dataclass(frozen=True)
class Reached:
    """One message that reached a person; `written_at` is when it was put into the outbox."""

    link: str
    recipient_id: int
    written_at: datetime
    at: datetime


def reached(links: Collection[str], keys: Collection[str]) -> Iterator[Reached]:
    """Yield which messages with these links and keys reached their reader: three queries.

    A message in the inbox counts as received only when it is opened.
    """
    rows = OutboxMessage.objects.filter(
        link__in=links, key__in=keys, recipient__isnull=False
    ).values_list("id", "link", "recipient_id", "created_at")
    messages = {row[0]: row[1:] for row in rows}
    sent = Delivery.objects.filter(
        message__in=messages,
        channel__in=_OUTSIDE,
        status=DeliveryStatus.SENT.value,
        at__isnull=False,
    ).values_list("message_id", "at")
    read = InboxItem.objects.filter(
        message_id__in=list(messages), read_at__isnull=False
    ).values_list("message_id", "read_at")
    for key, at in [*sent, *read]:
        link, recipient, written_at = messages[key]
        if recipient is not None and at is not None:
            yield Reached(link, recipient, written_at, at)

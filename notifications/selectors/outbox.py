"""Figures about the outbox, and searching it."""

from collections.abc import Collection
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.selectors.people import people_named
from common.dates import clock
from notifications.enums import Channel, DeliveryStatus
from notifications.models import Delivery, InboxItem, OutboxMessage

# People whose messages one search covers; with more the search has to be narrowed.
MOST_PEOPLE: Final = 200


def oldest_waiting_seconds() -> int:
    """Return the age in seconds of the oldest message that is due and unfinished, or 0.

    Counted from its planned time, which leases and back-offs do not move.
    """
    now = clock.now()
    planned = (
        OutboxMessage.objects.filter(finished_at__isnull=True, available_at__lte=now)
        .order_by("available_at")
        .values_list("available_at", flat=True)
        .first()
    )
    return int((now - planned).total_seconds()) if planned else 0


def sms_sent_today() -> int:
    """Return how many messages went out as SMS since midnight in Jakarta, codes included."""
    return Delivery.objects.filter(
        channel=Channel.SMS.value, status=DeliveryStatus.SENT.value, at__gte=clock.midnight()
    ).count()


def with_result(messages: QuerySet[OutboxMessage], result: str) -> QuerySet[OutboxMessage]:
    """Filter by the result: waiting, finished, or failed or suppressed on any channel."""
    match result:
        case "waiting":
            return messages.filter(finished_at__isnull=True)
        case "finished":
            return messages.filter(finished_at__isnull=False)
        case DeliveryStatus.FAILED | DeliveryStatus.SUPPRESSED as status:
            deliveries = Delivery.objects.filter(message=OuterRef("id"), status=status)
            return messages.filter(Exists(deliveries))
    return messages


def search_messages(
    messages: QuerySet[OutboxMessage], text: str, *, links: Collection[str]
) -> QuerySet[OutboxMessage]:
    """Find messages by the person's name or e-mail address, or by what they are about.

    `links` are the links of the objects that `text` names, such as a file by its number. A whole
    address also finds the account mail sent to it. None when the words fit too many people.
    """
    if links:
        return messages.filter(link__in=links)
    people = people_named(text, most=MOST_PEOPLE + 1)
    found = Q(recipient__in=people) if len(people) <= MOST_PEOPLE else Q(pk__in=())
    address = text.lower()
    if "@" in address:
        found |= ~Q(address="") & Q(address=address)
    return messages.filter(found)


def names_too_many(text: str) -> bool:
    """Tell whether the words fit more people than a search covers."""
    return len(people_named(text, most=MOST_PEOPLE + 1)) > MOST_PEOPLE


def inbox_copy(message: OutboxMessage) -> InboxItem | None:
    """Return the message as it was put into the person's inbox; None when it was not."""
    return InboxItem.objects.filter(message_id=message.id).first()


def messages_to(person: User) -> QuerySet[OutboxMessage]:
    """Return the messages to a person, newest first."""
    return OutboxMessage.objects.filter(recipient=person).order_by("-created_at", "-id")

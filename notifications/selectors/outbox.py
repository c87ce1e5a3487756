"""Figures about the outbox."""

from common.dates import clock
from notifications.enums import Channel, DeliveryStatus
from notifications.models import Delivery, OutboxMessage


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

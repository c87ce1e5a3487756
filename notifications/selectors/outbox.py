"""How the outbox is doing."""

from common.dates import clock
from common.dates.clock import JAKARTA
from notifications.enums import Channel, DeliveryStatus
from notifications.models import Delivery, OutboxMessage


def oldest_waiting_seconds() -> int:
    """Age in seconds of the oldest message that should have ended by now; 0 when none waits.

    Counted from its planned time: leases and back-offs do not make it young again.
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
    """How many messages went out as SMS since midnight in Jakarta, codes included."""
    midnight = clock.now().astimezone(JAKARTA).replace(hour=0, minute=0, second=0, microsecond=0)
    return Delivery.objects.filter(
        channel=Channel.SMS.value, status=DeliveryStatus.SENT.value, at__gte=midnight
    ).count()

"""Retrying failed messages."""

from collections.abc import Iterable

from django.db import transaction

from common.dates import clock
from common.jobs.workers import wake_worker_on_commit
from notifications.enums import SECRET_KEYS, DeliveryStatus
from notifications.models import Delivery, OutboxMessage
from notifications.services.outbox import DELIVER_TASK


@transaction.atomic
def retry_failed(messages: Iterable[OutboxMessage]) -> int:
    """Reopen the failed channels of finished messages; return how many messages wait again.

    Messages whose secret text was wiped have nothing left to send and are not changed: the person
    requests a new one. Channels that did send are not repeated. Locks the messages.
    """
    ids = [message.id for message in messages]
    failed = list(
        OutboxMessage.objects.select_for_update(of=("self",))
        .filter(id__in=ids, finished_at__isnull=False)
        .filter(id__in=Delivery.objects.filter(status=DeliveryStatus.FAILED).values("message_id"))
        .exclude(key__in=SECRET_KEYS)
        # The number of a message to a phone alone was wiped too.
        .exclude(recipient=None, address="")
    )
    Delivery.objects.filter(message__in=failed, status=DeliveryStatus.FAILED).update(
        status=DeliveryStatus.WAITING
    )
    OutboxMessage.objects.filter(id__in=[message.id for message in failed]).update(
        finished_at=None, attempts=0, next_attempt_at=clock.now()
    )
    if failed:
        wake_worker_on_commit(DELIVER_TASK)
    return len(failed)

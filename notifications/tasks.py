"""Celery tasks that send and delete messages."""

from celery import shared_task

from common.jobs.workers import wake_worker
from notifications.services import delivery, retention
from notifications.services.outbox import DELIVER_TASK


@shared_task
def deliver_due() -> None:
    """Send due messages; when time ran out, start another round."""
    if delivery.deliver_due():
        wake_worker(DELIVER_TASK)


@shared_task
def purge_outbox() -> None:
    """Delete old messages that have ended."""
    retention.purge_outbox()

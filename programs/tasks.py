"""Work that beat starts."""

from celery import shared_task

from programs.services.borrowers import forget_withdrawn
from programs.services.digest import send_queue_digests


@shared_task
def send_morning_digests() -> int:
    """Tells each reviewing official once a day what waits for them."""
    return send_queue_digests()


@shared_task
def forget_withdrawn_particulars() -> int:
    """Deletes the particulars of borrowers who took their consent back."""
    return forget_withdrawn()

"""Work that beat starts."""

from celery import shared_task

from applications.services.digest import send_queue_digests


@shared_task
def send_morning_digests() -> int:
    """Tells each reviewing official once a day what waits for them."""
    return send_queue_digests()

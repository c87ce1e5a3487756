"""Tasks that Celery beat starts."""

from celery import shared_task

from applications.services.digest import send_queue_digests


@shared_task
def send_morning_digests() -> int:
    """Send each reviewing official the daily digest of what waits; return how many went out."""
    return send_queue_digests()

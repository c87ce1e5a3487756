"""Tasks that Celery beat starts."""

from celery import shared_task

from applications.services.digest import send_queue_digests
from applications.services.stale_holdings import return_stale_holdings


@shared_task
def send_morning_digests() -> int:
    """Send each reviewing official the daily digest of what waits; return how many went out."""
    return send_queue_digests()


@shared_task
def return_untouched_applications() -> int:
    """Return what its holder has left lying to the shared queue; return how many."""
    return return_stale_holdings()

"""Work that beat starts."""

from celery import shared_task

from financing.services.borrowers import forget_withdrawn


@shared_task
def forget_withdrawn_particulars() -> int:
    """Deletes the particulars of borrowers who took their consent back."""
    return forget_withdrawn()

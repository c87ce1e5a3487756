"""Celery tasks that beat starts."""

from celery import shared_task

from financing.services.borrowers import delete_withdrawn_particulars


@shared_task
def forget_withdrawn_particulars() -> int:
    """Delete the particulars of borrowers who withdrew their consent; return how many."""
    return delete_withdrawn_particulars()

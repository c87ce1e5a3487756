"""Housekeeping of accounts."""

from celery import shared_task

from accounts.services.idempotency import forget_old_keys


@shared_task(name="accounts.tasks.forget_idempotency_keys")
def forget_idempotency_keys() -> None:
    """Removes answers that nobody will ask for again."""
    forget_old_keys()

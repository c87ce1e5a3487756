"""Housekeeping of accounts."""

from celery import shared_task

from accounts.services.idempotency import forget_old_keys
from accounts.services.phone_codes import forget_old_codes


@shared_task(name="accounts.tasks.forget_idempotency_keys")
def forget_idempotency_keys() -> None:
    """Delete stored API answers that are too old to be repeated."""
    forget_old_keys()


@shared_task(name="accounts.tasks.forget_phone_codes")
def forget_phone_codes() -> None:
    """Delete one-time codes that no limit counts any more."""
    forget_old_codes()

"""Housekeeping of accounts."""

from celery import shared_task

from accounts.services.idempotency import forget_old_keys
from accounts.services.phone_codes import forget_old_codes
from accounts.services.security_log import drop_expired_months
from accounts.services.sessions import forget_ended_sessions
from accounts.services.sign_in_limits import forget_failed_sign_ins as forget_tries


@shared_task(name="accounts.tasks.forget_idempotency_keys")
def forget_idempotency_keys() -> None:
    """Delete stored API answers that are too old to be repeated."""
    forget_old_keys()


@shared_task(name="accounts.tasks.forget_phone_codes")
def forget_phone_codes() -> None:
    """Delete one-time codes that no limit counts any more."""
    forget_old_codes()


@shared_task(name="accounts.tasks.drop_security_log")
def drop_security_log() -> None:
    """Delete the months of the security log that need not be kept any more."""
    drop_expired_months()


@shared_task(name="accounts.tasks.forget_sessions")
def forget_sessions() -> None:
    """Delete sessions whose time is over, with the network addresses in them."""
    forget_ended_sessions()


@shared_task(name="accounts.tasks.forget_failed_sign_ins")
def forget_failed_sign_ins() -> None:
    """Delete wrong passwords that no limit counts any more, with names and networks."""
    forget_tries()

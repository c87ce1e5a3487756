"""Celery tasks that sign letters and end them."""

from time import monotonic
from typing import Final

from celery import shared_task

from common.jobs.workers import wake_worker
from letters.services.check_log import forget_old_checks
from letters.services.expiry import expire_letters
from letters.services.signing import SIGN_TASK
from letters.services.signing import sign_asked as sign_next
from letters.services.statements import seal_next

# One run leaves room for other work between two of them.
_ENOUGH_SECONDS: Final = 20.0


@shared_task
def sign_asked() -> int:
    """Seal statements, then letters whose signing was asked for; return how many.

    Wakes another run for the rest.
    """
    ends, count = monotonic() + _ENOUGH_SECONDS, 0
    while seal_next() or sign_next():
        count += 1
        if monotonic() > ends:
            wake_worker(SIGN_TASK)
            break
    return count


@shared_task
def expire() -> int:
    """End the letters whose last day has passed; return how many."""
    return expire_letters()


@shared_task
def forget_checks() -> int:
    """Delete old rows of the log of checks; return how many."""
    return forget_old_checks()

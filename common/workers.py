"""Telling a worker that something waits, after the commit and without depending on the broker."""

import logging
import time
from dataclasses import dataclass
from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
_EXPIRES = 30
BACKOFF_SECONDS = 15.0


@dataclass
class Backoff:
    """Until when (monotonic seconds) this process leaves an absent broker alone."""

    until: float = 0.0


BACKOFF = Backoff()


def wake_worker_on_commit(task: str) -> None:
    """Once the caller's transaction commits, `task` is asked to look for work.

    A wake_worker that is lost costs seconds only: beat sweeps what it would have moved.
    """
    transaction.on_commit(partial(wake_worker, task), robust=True)


def wake_worker(task: str) -> None:
    """Asks `task` to look for work now; a broker that is away is logged, never raised.

    Finding it away can take seconds, so further pokes are dropped for a while: two hundred messages
    of one bulk action must not wait for it one after the other.
    """
    if time.monotonic() < BACKOFF.until:
        return
    try:
        current_app.send_task(task, expires=_EXPIRES, retry=False)
    except (OperationalError, OSError) as error:
        BACKOFF.until = time.monotonic() + BACKOFF_SECONDS
        logger.warning("broker not reached (%s); the sweep will do it", type(error).__name__)

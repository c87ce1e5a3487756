"""Starts a worker after the commit when work is waiting, without depending on the broker."""

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
    """Until when (monotonic seconds) this process does not try an unreachable broker."""

    until: float = 0.0


BACKOFF = Backoff()


def wake_worker_on_commit(task: str) -> None:
    """Start `task` once the caller's transaction commits.

    A lost start costs only seconds: beat starts the same task regularly.
    """
    transaction.on_commit(partial(wake_worker, task), robust=True)


def wake_worker(task: str) -> None:
    """Ask `task` to look for work now; an unreachable broker is logged, never raised.

    Connecting can take seconds, so after a failure starts are dropped for BACKOFF_SECONDS: two
    hundred messages of one bulk action must not wait for it one after another.
    """
    if time.monotonic() < BACKOFF.until:
        return
    try:
        current_app.send_task(task, expires=_EXPIRES, retry=False)
    except (OperationalError, OSError) as error:
        BACKOFF.until = time.monotonic() + BACKOFF_SECONDS
        logger.warning("broker not reached (%s); the sweep will do it", type(error).__name__)

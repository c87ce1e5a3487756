"""Celery beat that shows that it is alive."""

import logging
from datetime import timedelta
from time import monotonic
from typing import Any

from celery.beat import PersistentScheduler

from operations.heartbeat import Heartbeat, Process, record

RECORD_EVERY = 5.0
SLACK = timedelta(minutes=1)
_LOG = logging.getLogger(__name__)


class VisibleScheduler(PersistentScheduler):
    """The usual scheduler; each few seconds of ticking are also noted for `/readyz`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._recorded_at = 0.0
        # Beat also makes a lazy copy of its scheduler only to describe it.
        if not kwargs.get("lazy"):
            Heartbeat(Process.BEAT).start()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send one due task; when to come back, in seconds."""
        if monotonic() - self._recorded_at >= RECORD_EVERY:
            self._recorded_at = monotonic()
            record(Process.BEAT)
        self.leave_the_future()
        pause: float = super().tick(*args, **kwargs)
        return min(pause, RECORD_EVERY)

    def leave_the_future(self) -> None:
        """After the machine's clock was put back, tasks last sent "tomorrow" would wait for it."""
        now = self.app.now()
        ahead = [
            entry
            for entry in self.schedule.values()
            if entry.last_run_at and entry.last_run_at > now + SLACK
        ]
        for entry in ahead:
            entry.last_run_at = now
        if ahead:
            self._heap = None
            _LOG.warning("the clock went back: %s tasks are due anew", len(ahead))

"""Celery beat with a heartbeat."""

import logging
from datetime import timedelta
from time import monotonic
from typing import Any

from celery.beat import PersistentScheduler

from operations.heartbeat import Heartbeat, Process, record

RECORD_EVERY = 5.0
CLOCK_TOLERANCE = timedelta(minutes=1)
_LOG = logging.getLogger(__name__)


class HeartbeatScheduler(PersistentScheduler):
    """Celery's scheduler; it also records its heartbeat for `/readyz` every few seconds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._recorded_at = 0.0
        # Beat also creates a lazy instance of its scheduler only to print its description.
        if not kwargs.get("lazy"):
            Heartbeat(Process.BEAT).start()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send one due task; return when to call again, in seconds."""
        if monotonic() - self._recorded_at >= RECORD_EVERY:
            self._recorded_at = monotonic()
            record(Process.BEAT)
        self.correct_future_runs()
        pause: float = super().tick(*args, **kwargs)
        return min(pause, RECORD_EVERY)

    def correct_future_runs(self) -> None:
        """Make tasks due whose last run is in the future, as after the clock was set back."""
        now = self.app.now()
        ahead = [
            entry
            for entry in self.schedule.values()
            if entry.last_run_at and entry.last_run_at > now + CLOCK_TOLERANCE
        ]
        for entry in ahead:
            entry.last_run_at = now
        if ahead:
            self._heap = None
            _LOG.warning("the clock went back: %s tasks are due again", len(ahead))

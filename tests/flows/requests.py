"""The requests that the live server is working on.

A browser that leaves a page drops the answer, but the server still works on it: in its own thread,
with its own connection.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.signals import request_finished, request_started

PATIENCE_SECONDS = 60


class RunningRequests:
    """Threads of the live server that have begun a request and not ended it."""

    def __init__(self) -> None:
        self._threads: set[int] = set()
        self._changed = threading.Condition()

    def begin(self, **_signal: Any) -> None:
        # A test client in the main thread sends the same signals.
        if threading.current_thread() is not threading.main_thread():
            with self._changed:
                self._threads.add(threading.get_ident())

    def end(self, **_signal: Any) -> None:
        with self._changed:
            self._threads.discard(threading.get_ident())
            self._changed.notify_all()

    def wait_until_none(self) -> None:
        """Wait until each request has ended. Raises TimeoutError when one does not."""
        with self._changed:
            if not self._changed.wait_for(lambda: not self._threads, PATIENCE_SECONDS):
                raise TimeoutError(f"{len(self._threads)} requests have not ended")


@contextmanager
def running_requests() -> Iterator[RunningRequests]:
    requests = RunningRequests()
    request_started.connect(requests.begin)
    request_finished.connect(requests.end)
    try:
        yield requests
    finally:
        request_started.disconnect(requests.begin)
        request_finished.disconnect(requests.end)

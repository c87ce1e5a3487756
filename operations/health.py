"""Whether this process answers (`/healthz`) and whether the portal can work (`/readyz`)."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.selectors.outbox import oldest_waiting_seconds
from operations import heartbeat
from operations.heartbeat import Process

TIMEOUT_SECONDS = 0.7


class Probe:
    """A check of a server that may never answer, run by one thread at a time.

    A server that hangs (unlike one that refuses) costs one waiting thread per process, however
    often `/readyz` is requested; all requests share the pending answer.
    """

    def __init__(self, check: Callable[[], dict[str, Any]]) -> None:
        self._check = check
        self._lock = threading.Lock()
        self._under_way: Future[dict[str, Any]] | None = None

    def answer(self) -> Future[dict[str, Any]]:
        """Return the pending answer, or start a new check."""
        with self._lock:
            if self._under_way is None:
                self._under_way = Future()
                threading.Thread(target=self._run, args=(self._under_way,), daemon=True).start()
            return self._under_way

    def _run(self, answer: Future[dict[str, Any]]) -> None:
        try:
            result = self._check()
        except Exception:  # noqa: BLE001 - whatever it is, the server is down for us
            result = {}
        with self._lock:
            self._under_way = None
        answer.set_result(result)


def _check_database() -> dict[str, Any]:
    # The thread's own connection, closed each time, so that a broken one is never reused.
    try:
        return {"database": True, "outbox_age_seconds": oldest_waiting_seconds()}
    finally:
        connection.close()


def _check_broker() -> dict[str, Any]:
    with heartbeat.connect() as client:
        is_working = heartbeat.check(client)
    return {
        "broker": True,
        "worker": is_working[Process.WORKER],
        "beat": is_working[Process.BEAT],
    }


DATABASE = Probe(_check_database)
BROKER = Probe(_check_broker)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 whenever the process can answer; checks no server."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, broker, worker and beat work, else 503; within a second."""
    status: dict[str, Any] = {
        "database": False,
        "broker": False,
        "worker": False,
        "beat": False,
        "outbox_age_seconds": None,
    }
    # Both are started before either is awaited, so two dead servers cost only one timeout.
    answers = [DATABASE.answer(), BROKER.answer()]
    wait(answers, timeout=TIMEOUT_SECONDS)
    for answer in answers:
        status |= answer.result() if answer.done() else {}
    is_ready = all(status[part] for part in ("database", "broker", "worker", "beat"))
    return JsonResponse(status, status=200 if is_ready else 503)

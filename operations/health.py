"""Whether this process lives (`/healthz`) and whether the portal can work (`/readyz`)."""

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

PATIENCE = 0.7


class Probe:
    """A question that may never be answered, asked by one thread at a time.

    A server that hangs (unlike one that refuses) costs one waiting thread per process, however
    often `/readyz` is asked meanwhile; all askers share the answer that is under way.
    """

    def __init__(self, question: Callable[[], dict[str, Any]]) -> None:
        self._question = question
        self._lock = threading.Lock()
        self._under_way: Future[dict[str, Any]] | None = None

    def ask(self) -> Future[dict[str, Any]]:
        """The answer under way, or a new one."""
        with self._lock:
            if self._under_way is None:
                self._under_way = Future()
                threading.Thread(target=self._run, args=(self._under_way,), daemon=True).start()
            return self._under_way

    def _run(self, answer: Future[dict[str, Any]]) -> None:
        try:
            found = self._question()
        except Exception:  # noqa: BLE001 - whatever it is, the server is down for us
            found = {}
        with self._lock:
            self._under_way = None
        answer.set_result(found)


def _ask_database() -> dict[str, Any]:
    # The thread's own connection: one that died with the server is never met again.
    try:
        return {"database": True, "outbox_age_seconds": oldest_waiting_seconds()}
    finally:
        connection.close()


def _ask_broker() -> dict[str, Any]:
    with heartbeat.connect() as client:
        parts = heartbeat.check(client)
    return {"broker": True, "worker": parts[Process.WORKER], "beat": parts[Process.BEAT]}


DATABASE = Probe(_ask_database)
BROKER = Probe(_ask_broker)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; asks nobody."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, broker, worker and beat all work, else 503; within a second."""
    found: dict[str, Any] = {
        "database": False,
        "broker": False,
        "worker": False,
        "beat": False,
        "outbox_age_seconds": None,
    }
    # Both are asked before either is awaited, so two dead servers cost one patience, not two.
    answers = [DATABASE.ask(), BROKER.ask()]
    wait(answers, timeout=PATIENCE)
    for answer in answers:
        found |= answer.result() if answer.done() else {}
    ready = all(found[part] for part in ("database", "broker", "worker", "beat"))
    return JsonResponse(found, status=200 if ready else 503)

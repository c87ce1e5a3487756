"""A small load of real submissions over HTTP, and which of them were acknowledged."""

import collections
import queue
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.faults.portal import Portal

THREADS = 4
PACE = 0.05


@dataclass
class Load:
    """Submits each application once; `resend_unacknowledged` sends the others again."""

    portal: Portal
    token: str
    ids: list[int]
    pace: float = PACE
    statuses: collections.Counter[int] = field(default_factory=collections.Counter)
    acknowledged: dict[int, Any] = field(default_factory=dict)
    unacknowledged: list[int] = field(default_factory=list)
    repeats: int = 0

    def __post_init__(self) -> None:
        self._waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        for each in self.ids:
            self._waiting.put(each)
        self._threads = [threading.Thread(target=self._send_all) for _ in range(THREADS)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        for thread in self._threads:
            thread.join()

    def wait_for(self, count: int) -> None:
        """Wait until so many were acknowledged."""
        self.portal.wait(lambda: len(self.acknowledged) >= count)

    def resend_unacknowledged(self) -> None:
        """Send again, with the same keys, until every submission was acknowledged.

        A key whose worker died is reserved for a minute; the row is made that much older.
        """
        with self.portal.database() as connection:
            connection.execute(
                "UPDATE accounts_idempotencykey SET created_at = created_at - interval '2 minutes' "
                "WHERE status IS NULL"
            )
        for each in list(self.unacknowledged):
            self.portal.wait(lambda each=each: self._send(each))  # type: ignore[misc]
            self.repeats += 1
        self.unacknowledged.clear()

    def _send_all(self) -> None:
        while True:
            try:
                each = self._waiting.get_nowait()
            except queue.Empty:
                return
            if not self._send(each):
                self.unacknowledged.append(each)
            time.sleep(self.pace)

    def _send(self, each: int) -> bool:
        answer = self.portal.ask(
            f"/api/v1/applications/{each}/transitions/",
            body={"name": "submit", "data": {"declaration": True}},
            headers={"Authorization": f"Token {self.token}", "Idempotency-Key": f"beban-{each}"},
        )
        self.statuses[answer.status] += 1
        if answer.status == 200:
            self.acknowledged[each] = answer.json()["number"]
        return answer.status == 200

"""A small load of real submissions over HTTP, and the books of what was acknowledged."""

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
    """Sends each file once; what was not acknowledged is sent again by `settle`."""

    portal: Portal
    token: str
    ids: list[int]
    pace: float = PACE
    seen: collections.Counter[int] = field(default_factory=collections.Counter)
    acknowledged: dict[int, Any] = field(default_factory=dict)
    unsettled: list[int] = field(default_factory=list)
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
        """Until so many were acknowledged."""
        self.portal.wait(lambda: len(self.acknowledged) >= count)

    def settle(self) -> None:
        """Sends again, with the same keys, until every file was acknowledged.

        A claim whose worker died is held for a minute; that minute is made to have passed.
        """
        with self.portal.database() as connection:
            connection.execute(
                "UPDATE accounts_idempotencykey SET created_at = created_at - interval '2 minutes' "
                "WHERE status IS NULL"
            )
        for each in list(self.unsettled):
            self.portal.wait(lambda each=each: self._send(each))  # type: ignore[misc]
            self.repeats += 1
        self.unsettled.clear()

    def _send_all(self) -> None:
        while True:
            try:
                each = self._waiting.get_nowait()
            except queue.Empty:
                return
            if not self._send(each):
                self.unsettled.append(each)
            time.sleep(self.pace)

    def _send(self, each: int) -> bool:
        answer = self.portal.ask(
            f"/api/v1/applications/{each}/transitions/",
            body={"name": "submit", "data": {"declaration": True}},
            headers={"Authorization": f"Token {self.token}", "Idempotency-Key": f"beban-{each}"},
        )
        self.seen[answer.status] += 1
        if answer.status == 200:
            self.acknowledged[each] = answer.json()["number"]
        return answer.status == 200

"""Runs pieces of work on real connections, one statement at a time, in an order that is chosen.

Each side is a thread with a connection of its own. It stops before every statement that touches a
table people share, and before every commit; the interleaver lets one side take one step, then asks
the server whether that side waits for a lock. A side that waits is left alone until the others have
let go of it, so what runs is exactly what a server would do in that order.
"""

import random
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

import psycopg
from django.db import connection

from common.errors import DomainError

Work = Callable[[], object]
Schedule = Sequence[tuple[int, int]]
TO_THE_END = 10_000
_MAY_WAIT = re.compile(r"^(INSERT|UPDATE|DELETE|COPY|LOCK)| FOR (NO KEY )?UPDATE")
_LOCKS = re.compile(r"^LOCK| FOR (NO KEY )?UPDATE")
_PATIENCE = 30.0
_GLANCE = 0.002
# Reference data and sign-in never change under these works: stopping there would only multiply
# schedules that cannot differ.
SHARED = re.compile(
    r'"(applications_application|applications_applicationevent|applications_attachment|applications_holding|enterprises_\w+'
    r'|notifications_\w+|accounts_idempotencykey|reports_exportjob|reports_sikp\w+)"'
)


class Stuck(AssertionError):
    """A side neither reached its next step nor waits for a lock."""


@dataclass
class Side:
    """One thread, one connection; `results` of one work at a time."""

    index: int
    tables: re.Pattern[str]
    jobs: SimpleQueue[Work | None] = field(default_factory=SimpleQueue)
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    pid: int = 0
    has_ended: bool = False
    is_done: bool = True
    is_waiting: bool = False
    may_wait: bool = False
    is_free: bool = False
    result: object = None
    steps: int = 0

    def serve(self) -> None:
        with connection.execute_wrapper(self._before_statement):
            commit = connection.commit

            # The commit is where others begin to see what was done, so it is a step too.
            def stop_then_commit() -> None:
                self._stop(may_wait=True)
                commit()

            setattr(connection, "commit", stop_then_commit)  # noqa: B010 - a method of one instance
            try:
                while (work := self.jobs.get()) is not None:
                    self.result = _outcome(work)
                    self.has_ended = True
                    self.arrived.release()
            finally:
                del connection.commit
                connection.close()

    def _before_statement(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        may_wait = bool(_MAY_WAIT.search(str(sql)))
        if self.tables.search(str(sql)) or (may_wait and _LOCKS.search(str(sql))):
            self._stop(may_wait=may_wait)
        return execute(sql, params, many, context)

    def _stop(self, *, may_wait: bool) -> None:
        if self.is_free:
            return
        raw = connection.connection
        self.pid = raw.info.backend_pid if raw is not None else 0
        self.arrived.release()
        self.go.acquire()
        self.may_wait = may_wait
        self.steps += 1


def _outcome(work: Work) -> object:
    try:
        return work()
    except DomainError as refusal:
        return refusal.code
    except Exception as error:  # noqa: BLE001 - an unexpected error is a result to be looked at
        return error


class Interleaver:
    """Decides which of two or more sides takes the next step; a context manager.

    A side stops at each statement that names one of `tables`.
    """

    def __init__(self, sides: int, tables: re.Pattern[str] = SHARED) -> None:
        self._sides = [Side(index, tables) for index in range(sides)]
        self._threads = [threading.Thread(target=side.serve, daemon=True) for side in self._sides]
        self._watcher: psycopg.Connection[Any] | None = None

    def __enter__(self) -> "Interleaver":
        self._watcher = psycopg.connect(**connection.get_connection_params(), autocommit=True)
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        for side in self._sides:
            side.jobs.put(None)
            # After a failure a side may wait before a step, with its locks; let it run to its end.
            side.is_free = True
            side.go.release()
        for thread in self._threads:
            thread.join(timeout=_PATIENCE)
        if self._watcher is not None:
            self._watcher.close()

    def run(self, works: Sequence[Work], plan: Schedule | int) -> list[object]:
        """Run `works` by a schedule of (side, steps), or by dice of that seed; then to the end.

        A side that waits for a lock or has ended passes its steps on.
        """
        for side, work in zip(self._sides, works, strict=True):
            side.has_ended = side.is_done = side.is_waiting = False
            side.steps = 0
            side.jobs.put(work)
            self._settle(side)
        if isinstance(plan, int):
            dice = random.Random(plan)
            while free := self._free():
                self._step(dice.choice(free))
        else:
            for index, count in plan:
                self._steps(self._sides[index], count)
        while not all(side.is_done for side in self._sides):
            for side in self._sides:
                self._steps(side, TO_THE_END)
        return [side.result for side in self._sides]

    def steps(self) -> list[int]:
        """Return how many steps each side took in the last run."""
        return [side.steps for side in self._sides]

    def _free(self) -> list[Side]:
        return [side for side in self._sides if not side.is_done and not side.is_waiting]

    def _steps(self, side: Side, count: int) -> None:
        for _number in range(count):
            if side.is_waiting and not self._free() and not self._arrive(side, _PATIENCE):
                raise Stuck("all sides wait for each other")
            if side.is_done or side.is_waiting:
                return
            self._step(side)

    def _step(self, side: Side) -> None:
        side.go.release()
        self._settle(side)
        for other in self._sides:
            if other.is_waiting and not self._is_blocked(other):
                self._settle(other)

    def _settle(self, side: Side) -> None:
        """Wait until the side has stopped: at its next step, at its end, or at a lock."""
        deadline = time.monotonic() + _PATIENCE
        while not self._arrive(side, _GLANCE):
            if side.may_wait and self._is_blocked(side):
                side.is_waiting = True
                return
            if time.monotonic() > deadline:
                raise Stuck(f"side {side.index} does not move")

    def _arrive(self, side: Side, seconds: float) -> bool:
        if side.arrived.acquire(timeout=seconds):
            side.is_waiting, side.is_done = False, side.has_ended
            return True
        return False

    def _is_blocked(self, side: Side) -> bool:
        assert self._watcher is not None
        found = self._watcher.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [side.pid])
        row = found.fetchone()
        return bool(row and row[0])


def one_interruption(steps: Sequence[int]) -> list[Schedule]:
    """Return the schedules in which one side stops once, and the other runs to its end."""
    first = [((0, k), (1, TO_THE_END), (0, TO_THE_END)) for k in range(steps[0] + 1)]
    second = [((1, k), (0, TO_THE_END), (1, TO_THE_END)) for k in range(1, steps[1] + 1)]
    return [*first, *second]


def two_interruptions(steps: Sequence[int]) -> list[Schedule]:
    """Return the schedules in which each side stops once: every pair of places."""
    return [
        ((first, k), (1 - first, m), (first, TO_THE_END), (1 - first, TO_THE_END))
        for first in (0, 1)
        for k in range(1, steps[first])
        for m in range(1, steps[1 - first])
    ]

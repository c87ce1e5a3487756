"""The outbox against Celery tasks that do nothing, by two processes over the same broker."""

import os
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import redis
from django.conf import settings

from accounts.models import User
from benchmarks import django_setup, noop, outbox_worker
from benchmarks.rounds import Figures, Line
from common.dates import clock
from notifications.channels import registry
from notifications.models import Delivery, OutboxMessage
from notifications.services import delivery
from operations.launcher.process import Command

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
_TASKS = 1500
_EMPTY = 20_000
_REAL = 400
_PATIENCE_S = 120


class Outbox:
    """Messages with nothing left to send against tasks with nothing to do; then real messages.

    A Celery task is one message; the outbox is claimed in batches. Two processes empty each of
    them. The cost of a message beyond the queue, rendering and channels, is reported separately.
    """

    name = "outbox"
    lines: Sequence[Line] = (
        Line("outbox / Celery no-op tasks, nothing to send", "outbox", at_least=50),
        Line("  floor with a lease: two plain UPDATEs / Celery no-op tasks", "lease_floor"),
        Line("  floor under a lock: one plain UPDATE / Celery no-op tasks", "floor"),
    )

    def prepare(self) -> None:
        self.broker = redis.Redis.from_url(noop.URL, socket_timeout=2 * _PATIENCE_S)
        self.broker.delete(noop.DONE, noop.QUEUE)
        log = Path(settings.PORTAL_HOME) / "logs" / "benchmarks-celery.log"
        options = ("-A", "benchmarks.noop", "worker", "-c", str(WORKERS), "-l", "WARNING")
        options += ("-n", f"benchmarks{os.getpid()}@%h", "--without-gossip", "--without-mingle")
        self.worker = Command(
            name="celery",
            argv=(sys.executable, "-m", "celery", *options),
            env=dict(os.environ),
            log=log,
            cwd=ROOT,
        ).spawn()
        self._run_tasks(WORKERS)
        self.pool = ProcessPoolExecutor(
            WORKERS, mp_context=get_context("spawn"), initializer=django_setup.setup
        )
        for each in [self.pool.submit(outbox_worker.connect) for _ in range(WORKERS)]:
            each.result()
        OutboxMessage.objects.filter(finished_at__isnull=True).update(
            next_attempt_at=clock.now() + timedelta(days=365)
        )
        self.people = list(User.objects.filter(is_staff=False).order_by("id")[:_REAL])

    def round(self, number: int) -> Figures:
        # Messages of the submissions of this run must not be delivered here.
        OutboxMessage.objects.filter(finished_at__isnull=True).update(
            next_attempt_at=clock.now() + timedelta(days=365)
        )
        celery = _TASKS / self._run_tasks(_TASKS)
        self._write(_EMPTY, sent=True)
        empty = _EMPTY / self._relay(outbox_worker.empty)
        self._write(_EMPTY, sent=True)
        floor = _EMPTY / self._relay(outbox_worker.floor)
        self._write(_EMPTY, sent=True)
        lease_floor = _EMPTY / self._relay(outbox_worker.lease_floor)
        self._write(_REAL, sent=False)
        real = _REAL / self._relay(outbox_worker.deliver)
        return {
            "outbox": empty / celery,
            "floor": floor / celery,
            "lease_floor": lease_floor / celery,
            "floor_per_s": floor,
            "celery_per_s": celery,
            "empty_per_s": empty,
            "real_per_s": real,
        }

    def notes(self) -> list[str]:
        self.worker.terminate()
        self.pool.shutdown()
        self.worker.wait(30)
        return [
            f"Celery: {_TASKS} tasks waiting, {WORKERS} prefork processes, acks_late, prefetch 1",
            f"outbox: {_EMPTY} due messages whose channels have all ended, claimed and settled by "
            f"the portal's own functions, {outbox_worker.BATCH} at a time: the cost of the queue",
            "floors: the same messages by plain statements, 1000 at a time: claimed and finished "
            "by two updates, or finished by one under a row lock that would be held while sending",
            f"real_per_s: {_REAL} messages through `deliver_due`, rendered and handed to the inbox "
            f"and the mail folder ({delivery.BATCH} under one lease)",
        ]

    def _run_tasks(self, count: int) -> float:
        """Return the seconds from the release of `count` tasks until the last one was run."""
        control = noop.app.control
        if count > WORKERS:
            control.cancel_consumer(noop.QUEUE, reply=True)
            for _ in range(count):
                noop.nothing.delay()
        mark = uuid.uuid4().hex
        noop.finish.delay(mark)
        started = time.perf_counter()
        if count > WORKERS:
            control.add_consumer(noop.QUEUE, reply=False)
        response = self.broker.blpop([noop.DONE], timeout=_PATIENCE_S)
        if response is None or response[1].decode() != mark:
            raise LookupError("Celery did not finish its tasks")
        return time.perf_counter() - started

    def _write(self, count: int, *, sent: bool) -> None:
        now = clock.now()
        rows = OutboxMessage.objects.bulk_create(
            (
                OutboxMessage(
                    key="application.in_review",
                    recipient=self.people[place % len(self.people)],
                    context={
                        "number": "KURM-26-0000001-6",
                        "scheme_id": "KUR Mikro",
                        "scheme_en": "KUR Micro loan",
                        "enterprise": "Batik Sekar Jagad",
                        "due_on": "2026-11-30",
                    },
                    link="/pengajuan/1/",
                    created_at=now,
                    available_at=now,
                    next_attempt_at=now,
                )
                for place in range(count)
            ),
            batch_size=2000,
        )
        if sent:
            Delivery.objects.bulk_create(
                (
                    Delivery(message=row, channel=channel, status="sent", attempts=1, at=now)
                    for row in rows
                    for channel in registry.installed()
                ),
                batch_size=4000,
            )

    def _relay(self, work: Callable[[], object]) -> float:
        started = time.perf_counter()
        for each in [self.pool.submit(work) for _ in range(WORKERS)]:
            each.result()
        seconds = time.perf_counter() - started
        if OutboxMessage.objects.filter(
            finished_at__isnull=True, next_attempt_at__lte=clock.now()
        ).exists():
            raise AssertionError("messages were left")
        return seconds

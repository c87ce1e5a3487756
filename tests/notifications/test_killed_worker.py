"""A real Celery worker is killed with -9 between claim and send, and between send and mark."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection

from notifications.channels import mailbox
from notifications.models import Delivery, OutboxMessage
from notifications.services.outbox import DELIVER_TASK, enqueue
from tests.notifications.crashing import AFTER, BEFORE

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 60.0


@contextmanager
def worker(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a prefork worker in its own process group, and kill the group afterwards."""
    command = ["-m", "celery", "-A", "umkm_portal", "worker", "-c", "1", "-l", "INFO"]
    options = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, *command, *options],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=out,
            process_group=0,
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def environment(committed: None, tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.notifications.crash_settings",
        "CELERY_SKIP_CHECKS": "1",
        "CRASH_DATABASE": str(connection.settings_dict["NAME"]),
        "CRASH_DIR": str(tmp_path),
        "CRASH_PREFIX": f"crash-{uuid.uuid4()}:",
    }


@pytest.fixture
def start_delivery(environment: dict[str, str]) -> Iterator[Callable[[], None]]:
    """Return a function that, like beat, starts a round of delivery."""
    app = Celery(broker=settings.REDIS_URL, set_as_current=False)
    app.conf.broker_transport_options = {"global_keyprefix": environment["CRASH_PREFIX"]}

    def send() -> None:
        app.send_task(DELIVER_TASK, expires=5)

    yield send
    app.close()


def wait_for(done: Callable[[], bool], start_delivery: Callable[[], None], log: Path) -> None:
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while not done():
        if time.monotonic() > deadline:
            pytest.fail(tail(log))
        start_delivery()
        time.sleep(0.2)


def tail(log: Path) -> str:
    return log.read_text(errors="replace")[-4000:]


def write_to(address: str, available_at: datetime | None = None) -> OutboxMessage:
    secret = {"subject": address, "body": "https://x"}
    return enqueue(
        key="account.mail", address=address, context={}, secret=secret, available_at=available_at
    )


def outcome(message: OutboxMessage) -> tuple[bool, int, list[tuple[str, int]]]:
    """Return whether it ended, how often it was tried, and the result of each channel."""
    message.refresh_from_db()
    deliveries = Delivery.objects.filter(message=message).values_list("status", "attempts")
    return message.finished_at is not None, message.attempts, list(deliveries)


@pytest.mark.exhaustive
@pytest.mark.slow
def test_nothing_is_lost_and_a_repeat_carries_the_same_id(
    environment: dict[str, str], start_delivery: Callable[[], None], tmp_path: Path
) -> None:
    log = tmp_path / "worker.log"
    unsent = write_to(BEFORE)

    with worker(environment, log) as first:
        wait_for(lambda: first.poll() is not None, start_delivery, log)
    assert first.returncode == -signal.SIGKILL, tail(log)
    assert outcome(unsent) == (False, 1, [])
    assert not (tmp_path / "mail").exists()

    # Due first, so that the second worker dies with it before it claims the other one.
    unmarked = write_to(AFTER, available_at=unsent.created_at - timedelta(minutes=1))
    with worker(environment, log) as second:
        wait_for(lambda: second.poll() is not None, start_delivery, log)
    assert second.returncode == -signal.SIGKILL, tail(log)
    assert outcome(unmarked) == (False, 1, [])
    letter = tmp_path / "mail" / f"{unmarked.id}.email@portal.eml"
    assert mailbox.handovers(letter) == 1

    with worker(environment, log):
        wait_for(lambda: outcome(unsent)[0] and outcome(unmarked)[0], start_delivery, log)

    letters = {path.name: mailbox.read(path) for path in (tmp_path / "mail").iterdir()}
    assert {name: (m["Message-ID"], mailbox.handovers_of(m)) for name, m in letters.items()} == {
        f"{unsent.id}.email@portal.eml": (f"<{unsent.id}.email@portal>", 1),
        f"{unmarked.id}.email@portal.eml": (f"<{unmarked.id}.email@portal>", 2),
    }
    assert outcome(unmarked) == (True, 2, [("sent", 2)])
    ended, attempts, deliveries = outcome(unsent)
    assert (ended, deliveries) == (True, [("sent", attempts)])

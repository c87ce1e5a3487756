"""`/healthz` and `/readyz`, with servers that live, die and hang."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from common.dates import clock
from notifications.models import OutboxMessage
from notifications.services.outbox import enqueue
from operations import heartbeat
from operations.heartbeat import Process, record

ROOT = Path(__file__).resolve().parents[2]
PARTS = {"database", "broker", "worker", "beat"}


@pytest.fixture(autouse=True)
def _own_corner(settings: Any) -> None:
    settings.HEARTBEAT_PREFIX = f"test-{uuid.uuid4()}"


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Open a port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


@pytest.fixture
def start(settings: Any) -> Iterator[Callable[[Process], subprocess.Popen[bytes]]]:
    with ExitStack() as stack:

        def started(part: Process) -> subprocess.Popen[bytes]:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.operations.heartbeat_process",
                    part.value,
                    settings.HEARTBEAT_PREFIX,
                ],
                cwd=ROOT,
                env={**os.environ, "DJANGO_SETTINGS_MODULE": "umkm_portal.settings.test"},
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        yield started


def ready(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/readyz")
    return response.status_code, response.json()


def wait_for(client: Client, **expected: bool) -> tuple[int, dict[str, Any]]:
    deadline = time.monotonic() + 30
    while True:
        status, answer = ready(client)
        if all(answer[part] is value for part, value in expected.items()):
            return status, answer
        assert time.monotonic() < deadline, answer
        time.sleep(0.05)


def test_healthz_needs_no_server(client: Client, django_assert_num_queries: Any) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.django_db
def test_death_of_worker_or_beat_shows_at_once(
    client: Client, start: Callable[[Process], subprocess.Popen[bytes]]
) -> None:
    worker, beat = start(Process.WORKER), start(Process.BEAT)
    status, answer = wait_for(client, worker=True, beat=True)
    assert (status, set(answer)) == (200, {*PARTS, "outbox_age_seconds"})

    for part, process in (("worker", worker), ("beat", beat)):
        process.send_signal(signal.SIGKILL)
        process.wait()
        status, answer = wait_for(client, **{part: False})
        assert (status, answer["database"], answer["broker"]) == (503, True, True)


@pytest.mark.django_db
def test_without_worker_and_beat_it_is_not_ready(client: Client) -> None:
    status, answer = ready(client)

    assert status == 503
    assert {part: answer[part] for part in PARTS} == {
        "database": True,
        "broker": True,
        "worker": False,
        "beat": False,
    }


@pytest.mark.django_db
def test_a_connection_without_work_is_not_enough(client: Client, settings: Any) -> None:
    with heartbeat.connect() as holder, holder.pubsub() as subscription:
        for part in Process:
            subscription.subscribe(heartbeat._name(holder, "alive", part))
        assert wait_for(client, worker=True)[1]["beat"] is False  # without beat it gets no task
        record(Process.BEAT)
        assert wait_for(client, beat=True)[1]["worker"] is False
        record(Process.WORKER)
        assert wait_for(client, worker=True, beat=True)[0] == 200


@pytest.mark.django_db
@pytest.mark.parametrize("port", ["silent_port", "closed_port"])
def test_dead_or_silent_servers_are_reported_within_a_second(
    port: str,
    client: Client,
    settings: Any,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = request.getfixturevalue(port)
    settings.REDIS_URL = f"redis://:rahasia@127.0.0.1:{number}/0"
    monkeypatch.setitem(connection.settings_dict, "PORT", number)

    for _ in range(2):
        status, answer = ready(client)
        assert (status, answer) == (
            503,
            {**dict.fromkeys(PARTS, False), "outbox_age_seconds": None},
        )


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
        OutboxMessage.objects.all().delete()
        connection.close()


def test_age_is_that_of_the_oldest_message_that_is_due(client: Client, committed: None) -> None:
    now = clock.now()
    assert ready(client)[1]["outbox_age_seconds"] == 0
    enqueue(
        key="account.mail",
        address="a@b.id",
        context={},
        available_at=now + timedelta(hours=1),
    )
    assert ready(client)[1]["outbox_age_seconds"] == 0
    enqueue(
        key="account.mail",
        address="a@b.id",
        context={},
        available_at=now - timedelta(hours=1),
    )
    # A lease or back-off does not reset the age of a message.
    OutboxMessage.objects.update(next_attempt_at=now + timedelta(minutes=1))

    assert 3600 <= ready(client)[1]["outbox_age_seconds"] < 3660

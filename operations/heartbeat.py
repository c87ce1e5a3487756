"""Who is alive, told through the broker without waiting for a silence.

Worker and beat each keep one subscription open for as long as they live. The broker drops it in the
moment the process dies, also by kill -9, so `PUBSUB NUMSUB` answers for this very second. Being
there is not yet working: both also leave a proof of their last work in a key that expires.
"""

import os
import socket
import threading
import time
from contextlib import suppress
from enum import StrEnum

from django.conf import settings
from redis import Redis, RedisError

PATIENCE = 0.5
RETRY_SECONDS = 1.0
PING_SECONDS = 5


class Process(StrEnum):
    """The processes that nobody can see from outside."""

    WORKER = "worker"
    BEAT = "beat"


# Beat proves itself every few seconds; a worker may be busy with one task for minutes.
VALID_SECONDS = {Process.BEAT: 60, Process.WORKER: 300}


def connect() -> Redis:
    """A client of the broker that gives up within half a second."""
    client: Redis = Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        health_check_interval=PING_SECONDS,
    )
    return client


def _name(client: Redis, what: str, part: Process) -> str:
    # Subscriptions ignore database numbers, and two portals may share one server.
    database = client.connection_pool.connection_kwargs.get("db") or 0
    return f"{settings.HEARTBEAT_PREFIX}:{database}:{what}:{part.value}"


def record(part: Process) -> None:
    """Note that this part has just done some work; silent while the broker is away."""
    with suppress(RedisError), connect() as client:
        client.set(_name(client, "worked", part), int(time.time()), ex=VALID_SECONDS[part])


def check(client: Redis) -> dict[Process, bool]:
    """Which parts are there and working. Raises RedisError when the broker does not answer.

    The worker's proof is a task that beat sends, so without beat its being there must do.
    """
    names = [_name(client, "alive", part) for part in Process]
    there = {
        part: count > 0
        for part, (_, count) in zip(Process, client.pubsub_numsub(*names), strict=True)
    }
    proven = {part: bool(client.exists(_name(client, "worked", part))) for part in Process}
    beat = there[Process.BEAT] and proven[Process.BEAT]
    worker = there[Process.WORKER] and (proven[Process.WORKER] or not beat)
    return {Process.WORKER: worker, Process.BEAT: beat}


class Heartbeat:
    """The open subscription of this process; ends with it."""

    def __init__(self, part: Process) -> None:
        self.part = part
        self._socket: socket.socket | None = None

    def start(self) -> None:
        """Keep the subscription open from a thread of its own, across restarts of the broker."""
        # A pool process forked later would hold the subscription beyond its master's death.
        os.register_at_fork(after_in_child=self._let_go)
        threading.Thread(target=self._stay, name=f"heartbeat-{self.part}", daemon=True).start()

    def _let_go(self) -> None:
        if self._socket is not None:
            self._socket.close()

    def _stay(self) -> None:
        while True:
            with suppress(RedisError, OSError):
                self._hold()
            time.sleep(RETRY_SECONDS)

    def _hold(self) -> None:
        with connect() as client, client.pubsub() as subscription:
            subscription.subscribe(_name(client, "alive", self.part))
            self._socket = subscription.connection._sock
            while True:
                subscription.get_message(timeout=PING_SECONDS)

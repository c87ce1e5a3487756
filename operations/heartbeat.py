"""Heartbeats of worker and beat, which no request reaches: recorded and checked in the broker.

Each has one subscription open for as long as it runs. The broker drops it the moment the process
dies, even by kill -9, so `PUBSUB NUMSUB` tells which are connected right now, without waiting for a
timeout. A connected process may still be stuck: both also record their last work in a
key that expires.
"""

import os
import socket
import threading
import time
from contextlib import suppress
from enum import StrEnum

from django.conf import settings
from redis import Redis, RedisError

TIMEOUT_SECONDS = 0.5
RETRY_SECONDS = 1.0
PING_SECONDS = 5


class Process(StrEnum):
    """The processes that are watched by their heartbeat."""

    WORKER = "worker"
    BEAT = "beat"


# Beat records itself every few seconds; a worker may be busy with one task for minutes.
VALID_SECONDS = {Process.BEAT: 60, Process.WORKER: 300}


def connect() -> Redis:
    """Open a client of the broker with a timeout of half a second."""
    client: Redis = Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=TIMEOUT_SECONDS,
        socket_timeout=TIMEOUT_SECONDS,
        health_check_interval=PING_SECONDS,
    )
    return client


def _name(client: Redis, purpose: str, process: Process) -> str:
    # Subscriptions ignore database numbers, and two portals may share one server.
    database = client.connection_pool.connection_kwargs.get("db") or 0
    return f"{settings.HEARTBEAT_PREFIX}:{database}:{purpose}:{process.value}"


def record(process: Process) -> None:
    """Record that this process has just done some work; does nothing without a broker."""
    with suppress(RedisError), connect() as client:
        name = _name(client, "worked", process)
        client.set(name, int(time.time()), ex=VALID_SECONDS[process])


def check(client: Redis) -> dict[Process, bool]:
    """Tell which processes are connected and working.

    The worker's record is made by a task that beat sends, so without beat its connection suffices.
    Raises RedisError when the broker does not answer.
    """
    names = [_name(client, "alive", process) for process in Process]
    is_connected = {
        process: count > 0
        for process, (_, count) in zip(Process, client.pubsub_numsub(*names), strict=True)
    }
    has_worked = {
        process: bool(client.exists(_name(client, "worked", process))) for process in Process
    }
    beat = is_connected[Process.BEAT] and has_worked[Process.BEAT]
    worker = is_connected[Process.WORKER] and (has_worked[Process.WORKER] or not beat)
    return {Process.WORKER: worker, Process.BEAT: beat}


class Heartbeat:
    """The open subscription of this process, which ends with it."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self._socket: socket.socket | None = None

    def start(self) -> None:
        """Hold the subscription open in a separate thread, across restarts of the broker."""
        # A pool process forked later would hold the subscription beyond its master's death.
        os.register_at_fork(after_in_child=self._close_socket)
        name = f"heartbeat-{self.process}"
        threading.Thread(target=self._keep_subscribed, name=name, daemon=True).start()

    def _close_socket(self) -> None:
        if self._socket is not None:
            self._socket.close()

    def _keep_subscribed(self) -> None:
        while True:
            with suppress(RedisError, OSError):
                self._subscribe()
            time.sleep(RETRY_SECONDS)

    def _subscribe(self) -> None:
        with connect() as client, client.pubsub() as subscription:
            subscription.subscribe(_name(client, "alive", self.process))
            self._socket = subscription.connection._sock
            while True:
                subscription.get_message(timeout=PING_SECONDS)

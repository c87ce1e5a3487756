"""What the clients do to a server, and how it affects another client."""

import http.client
import signal
import socket
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from os import kill
from threading import Thread
from typing import Final

from benchmarks.rounds import timed
from benchmarks.web_servers.servers import PATIENCE, Running

MANY: Final = 64
_ASKED: Final = 8
# Between two requests, during which each attacker sends a byte or reads a quarter of a kilobyte.
_PAUSE: Final = 0.25
_TAKEN: Final = 256
_HEAD: Final = b"POST / HTTP/1.1\r\nHost: x\r\n"
# What each sends at first; a byte now and then follows.
SENDERS: Final[Mapping[str, bytes]] = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost:",
    "half a body": _HEAD + b"Content-Length: 100000\r\n\r\nabc",
    "half a large body": b"POST /admin/impor/ HTTP/1.1\r\nContent-Length: 90000000\r\n\r\nabc",
    "a second head": b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHo",
    "a body announced too long": _HEAD + b"Content-Length: 900000000\r\n\r\nabc",
    "a chunk and a half": _HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n5\r\nab",
    "two lengths": _HEAD + b"Content-Length: 5\r\nContent-Length: 900000000\r\n\r\nabcde",
}
READERS: Final = "24 MB, read at 1 KB/s"
_LARGE: Final = b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"
NONE: Final = float("inf")
_SPOOFED: Final = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "SCRIPT_NAME": "/spoofed",
}


def calm(server: Running) -> float:
    """Return the median of the seconds that another client waits while nobody is slow."""
    return _patiently(server, lambda: None, pause=0.0)


def attacked(server: Running, way: str) -> float:
    """Return the same while MANY clients send or read slowly; NONE when no answer came."""
    if way == READERS:
        with _clients(server, _LARGE, receive_buffer=4096) as readers:
            for reader in readers:
                with suppress(OSError):
                    reader.recv(_TAKEN)
            return _patiently(server, lambda: _take(readers))
    with _clients(server, SENDERS[way]) as senders:
        return _patiently(server, lambda: _send(senders))


def _patiently(server: Running, meanwhile: Callable[[], None], pause: float = _PAUSE) -> float:
    seconds = []
    for _number in range(_ASKED):
        try:
            seconds.append(timed(server.ask))
        except (OSError, http.client.HTTPException):
            return NONE
        meanwhile()
        time.sleep(pause)
    return statistics.median(seconds)


def _send(clients: list[socket.socket]) -> None:
    for client in clients:
        # Some were answered and closed.
        with suppress(OSError):
            client.sendall(b"y")


def _take(clients: list[socket.socket]) -> None:
    for client in clients:
        client.setblocking(False)
        with suppress(OSError):
            client.recv(_TAKEN)


@contextmanager
def _clients(
    server: Running, first: bytes, *, receive_buffer: int = 0
) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        clients = []
        for _number in range(MANY):
            client = stack.enter_context(socket.socket())
            if receive_buffer:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            client.settimeout(0.2 if receive_buffer else PATIENCE)
            client.connect(("127.0.0.1", server.port))
            client.sendall(first)
            clients.append(client)
        yield clients


def refusal(server: Running) -> str:
    """Tell what a client receives that announced 900 MB and sent three bytes."""
    with socket.socket() as client:
        client.settimeout(PATIENCE)
        client.connect(("127.0.0.1", server.port))
        client.sendall(SENDERS["a body announced too long"])
        try:
            line = client.recv(65536).split(b"\r\n")[0].decode()
        except OSError:
            return "waits for the body"
    return line.split(" ")[1] if line else "closed without an answer"


def forwarded(server: Running) -> str:
    """Tell which headers of an unknown client changed what the application believes."""
    server.headers = dict(_SPOOFED)
    try:
        scheme, address, script, _header = server.ask("/seen").decode().split("\n")
    except (OSError, ValueError, http.client.HTTPException):
        return "refused"
    finally:
        server.headers = {}
    changed = [
        name
        for name, is_changed in (
            ("scheme", scheme != "http"),
            ("address", address != "127.0.0.1"),
            ("script name", script != ""),
        )
        if is_changed
    ]
    return ", ".join(changed) or "none"


def lost(server: Running, stop: signal.Signals, *, clients: int = 4, seconds: float = 4.0) -> str:
    """Send requests while one process of two is stopped; return the lost ones and all."""
    outcomes: list[bool] = []
    end = time.monotonic() + seconds

    def ask_often() -> None:
        while time.monotonic() < end:
            try:
                outcomes.append(server.ask("/work") == b"4")
            except (OSError, http.client.HTTPException):
                outcomes.append(False)

    threads = [Thread(target=ask_often) for _number in range(clients)]
    for thread in threads:
        thread.start()
    time.sleep(seconds / 2)
    kill(server.workers()[-1], stop)
    for thread in threads:
        thread.join()
    return f"{outcomes.count(False)} of {len(outcomes)}"

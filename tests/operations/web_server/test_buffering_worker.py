"""Clients that send or take a byte now and then stop nobody, though one thread answers."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from threading import Thread

import pytest

from benchmarks.web_servers.small_app import LARGE
from operations.launcher import ports
from operations.launcher.process import die_with_parent

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]
MANY = 64
PATIENCE = 60.0
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
# Each is sent and followed by nothing more.
SENDERS = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost:",
    "half a body": HEAD + b"Content-Length: 100000\r\n\r\nabc",
    "half a large body": b"POST /admin/impor/ HTTP/1.1\r\nContent-Length: 90000000\r\n\r\nabc",
    "a second head": b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHo",
    "too long": HEAD + b"Content-Length: 900000000\r\n\r\nabc",
    "chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
    "two lengths": HEAD + b"Content-Length: 5\r\nContent-Length: 900000000\r\n\r\nabcde",
}


class Server:
    """One worker process of gunicorn with one thread, on a port of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port = ports.find_free(26000, str(folder))
        self.log = folder / "gunicorn.log"
        self.options = options
        self.process: subprocess.Popen[bytes]

    @contextmanager
    def running(self) -> Iterator["Server"]:
        words = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{self.port}"]
        words += ["-k", "operations.web_server.buffering_worker.BufferingWorker"]
        words += ["--threads", "1", "--no-control-socket", *self.options]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [*words, "benchmarks.web_servers.small_app:application"],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=out,
                stderr=out,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        try:
            deadline = time.monotonic() + PATIENCE
            while not self.answers():
                assert time.monotonic() < deadline, self.log.read_text()
                time.sleep(0.05)
            yield self
        finally:
            self.process.terminate()
            self.process.wait(PATIENCE)

    def answers(self) -> bool:
        with suppress(OSError):
            return self.ask() == b"0"
        return False

    def ask(self, body: bytes = b"") -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("POST" if body else "GET", "/", body or None)
            return connection.getresponse().read()
        finally:
            connection.close()

    def connect(self, first: bytes, *, receive_buffer: int = 0) -> socket.socket:
        client = socket.socket()
        if receive_buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        client.settimeout(PATIENCE)
        client.connect(("127.0.0.1", self.port))
        client.sendall(first)
        return client


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("gunicorn")).running() as running:
        yield running


def first_line(client: socket.socket) -> bytes:
    return client.recv(65536).split(b"\r\n")[0]


@pytest.mark.sampled
@pytest.mark.parametrize("way", SENDERS)
def test_slow_senders_stop_nobody(server: Server, way: str) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(server.connect(SENDERS[way])) for _number in range(MANY)]
        assert server.ask(b"halo") == b"4"
        for client in clients:
            # A byte more, as they go on sending; some were answered and hung up on.
            with suppress(OSError):
                client.sendall(b"y")
        assert server.ask(b"halo halo") == b"9"


@pytest.mark.parametrize(
    ("way", "line"),
    [
        ("too long", b"HTTP/1.1 413 Content Too Large"),
        ("chunks", b"HTTP/1.1 411 Length Required"),
        ("two lengths", b"HTTP/1.1 400 Bad Request"),
    ],
)
def test_it_is_refused_from_its_head(server: Server, way: str, line: bytes) -> None:
    with server.connect(SENDERS[way]) as client:
        assert first_line(client) == line


def test_a_client_sees_the_refusal_though_it_sends_on(server: Server) -> None:
    with server.connect(SENDERS["too long"]) as client:
        for _number in range(50):
            client.sendall(b"x" * 65536)
        assert first_line(client) == b"HTTP/1.1 413 Content Too Large"


def test_the_answer_says_whether_its_connection_stays_open(server: Server) -> None:
    with server.connect(SENDERS["too long"]) as client:
        assert b"\r\nConnection: close\r\n" in client.recv(65536)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    with closing(connection):
        # More than the stock worker passes over, which the application does not read.
        connection.request("POST", "/seen", b"x" * 3_000_000)
        answer = connection.getresponse()
        answer.read()
        assert answer.headers["Connection"] == "keep-alive"
        used = connection.sock
        connection.request("POST", "/", b"halo")
        assert connection.getresponse().read() == b"4"
        assert connection.sock is used


def test_large_bodies_are_few_at_a_time(server: Server) -> None:
    with ExitStack() as stack:
        clients = [
            stack.enter_context(server.connect(SENDERS["half a large body"]))
            for _number in range(6)
        ]
        lines = []
        for client in clients[4:]:
            lines.append(first_line(client))
    assert lines == [b"HTTP/1.1 503 Service Unavailable"] * 2


def test_slow_readers_stop_nobody_and_get_everything(server: Server) -> None:
    with ExitStack() as stack:
        readers = [
            stack.enter_context(
                server.connect(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n", receive_buffer=4096)
            )
            for _number in range(MANY)
        ]
        for reader in readers:
            assert reader.recv(1000)
        assert server.ask(b"halo") == b"4"
        reader, taken = readers[0], 1000
        while not (taken >= LARGE):
            more = reader.recv(1 << 20)
            assert more
            taken += len(more)


def test_a_worker_that_is_replaced_loses_no_request(tmp_path: Path) -> None:
    with Server(tmp_path, "--max-requests", "12", "--graceful-timeout", "30").running() as server:
        answers: list[bytes] = []

        def ask_often() -> None:
            for _number in range(15):
                answers.append(server.ask(b"halo"))

        threads = [Thread(target=ask_often) for _number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [b"4"] * 45
        assert server.log.read_text().count("Autorestarting worker") >= 2

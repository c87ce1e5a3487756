"""A minimal ClamAV daemon for tests, well-behaved or not."""

import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon:
    """How the daemon treats the next files, and the files it has received."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.behaviour = "honest"
        self.bad = b""
        self.seen: list[bytes] = []
        self.delay = 0.0


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        daemon: Daemon = self.server.daemon  # type: ignore[attr-defined]
        connection: socket.socket = self.request
        assert _exactly(connection, 10) == b"zINSTREAM\0"
        if daemon.behaviour == "limit":
            _exactly(connection, 4)
            connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            return
        content = b""
        while size := int.from_bytes(_exactly(connection, 4), "big"):
            content += _exactly(connection, size)
            if daemon.behaviour == "cut":
                return
        daemon.seen.append(content)
        if daemon.behaviour == "slow":
            time.sleep(daemon.delay)
        answers = {"garbage": b"\xff\xfe HTTP/1.1 200 OK\0", "mute": b"", "endless": b"x" * 9000}
        found = b"stream: Eicar-Test FOUND\0"
        honest = found if daemon.bad and daemon.bad in content else b"stream: OK\0"
        connection.sendall(answers.get(daemon.behaviour, honest))


def _exactly(connection: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        piece = connection.recv(size - len(got))
        if not piece:
            break
        got += piece
    return got


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(path: Path | None = None) -> Iterator[Daemon]:
    """Run a daemon at a Unix socket, or at a free port of the loopback."""
    server: Any = _Unix(str(path), _Handler) if path else _Tcp(("127.0.0.1", 0), _Handler)
    daemon = Daemon(str(path) if path else f"127.0.0.1:{server.server_address[1]}")
    server.daemon = daemon
    server.handle_error = lambda *_: None
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield daemon
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

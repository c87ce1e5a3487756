"""A gunicorn worker that buffers requests, so that its threads never wait for a client.

The stock thread worker reads head and body in the thread that will answer, without a time limit:
eight connections that send a byte now and then stop the whole portal. Here the main loop, which
waits for all sockets at once, receives a whole request before a thread gets it.
"""

import selectors
import socket
import struct
import time
from functools import partial
from typing import IO, Any, Final

from gunicorn.http import get_parser
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from operations.web_server.incoming import IncomingRequest

# Seconds for a head, for a whole body, and for one wait of a thread on the client.
HEAD_SECONDS: Final = 10.0
BODY_SECONDS: Final = 300.0
THREAD_SECONDS: Final = 20
BODY_LIMIT: Final = 12 * 1024 * 1024
_READ: Final = 64 * 1024
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_REQUEST_TIMEOUT: Final = (
    b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
)
_UNAVAILABLE: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 60\r\n"
    b"Connection: close\r\nContent-Length: 0\r\n\r\n"
)


class BufferedUnreader(SocketUnreader):
    """Reads the buffered request first, and only then the socket."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.source: IO[bytes] | None = None

    def chunk(self, size_hint: int | None = None) -> bytes:
        if self.source is not None:
            data = self.source.read(max(size_hint or 0, self.mxchunk))
            if data:
                return data
        chunk: bytes = super().chunk(size_hint)
        return chunk


class BufferingWorker(ThreadWorker):
    """Connections in `waiting` cost a socket and some memory each, never a thread."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: dict[TConn, float] = {}

    def accept(self, listener: socket.socket) -> None:
        """Accept one connection, if there still is one."""
        try:
            client, address = listener.accept()
        except OSError:
            # Closed again, another worker's, or no descriptors left: the loop tries again.
            return
        self.nr_conns += 1
        timeout = struct.pack("ll", THREAD_SECONDS, 0)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeout)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, timeout)
        conn = TConn(self.cfg, client, address, listener.getsockname())
        self._wait_for_request(conn, b"", HEAD_SECONDS)

    def _wait_for_request(self, conn: TConn, already_read: bytes, seconds: float) -> None:
        conn.incoming = IncomingRequest(BODY_LIMIT)
        conn.sock.setblocking(False)
        self.waiting[conn] = time.monotonic() + seconds
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_readable, conn))
        if already_read:
            self._receive(conn, already_read)

    def _on_readable(self, conn: TConn, client: socket.socket) -> None:
        try:
            data = client.recv(_READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._receive(conn, data)
        else:
            # Half a request of a client that left is dropped.
            self._drop(conn)

    def _receive(self, conn: TConn, data: bytes) -> None:
        incoming: IncomingRequest = conn.incoming
        had_head = incoming.has_head
        if not incoming.has_begun:
            self.waiting[conn] = time.monotonic() + HEAD_SECONDS
        try:
            incoming.add(data)
        except OSError as error:
            self.log.error("a request could not be kept: %s", error.strerror)
            self._drop(conn, _UNAVAILABLE)
            return
        if incoming.is_complete:
            self._hand_over(conn)
        elif incoming.has_head and not had_head:
            self.waiting[conn] = time.monotonic() + BODY_SECONDS
            if incoming.expects_continue:
                self._send(conn, _CONTINUE)

    def _hand_over(self, conn: TConn) -> None:
        self.poller.unregister(conn.sock)
        del self.waiting[conn]
        if conn.parser is None:
            conn.parser = get_parser(self.cfg, conn.sock, conn.client)
            conn.parser.unreader = BufferedUnreader(conn.sock)
        conn.initialized = conn.data_ready = True
        conn.parser.unreader.source = conn.incoming.opened()
        self.enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        """Wait for the client's next request after an answer, or close the connection."""
        try:
            keep_alive = not fs.cancelled() and fs.result() is True
        except Exception:  # noqa: BLE001 - the thread has logged it
            keep_alive = False
        surplus = conn.incoming.surplus
        conn.parser.unreader.source = None
        conn.incoming.close()
        if keep_alive and self.alive:
            rest = conn.parser.unreader.take_buffered()
            self._wait_for_request(conn, rest + surplus, self.cfg.keepalive)
        else:
            self.nr_conns -= 1
            conn.close(graceful=True)

    def murder_pending(self) -> None:
        """Drop connections that timed out; when stopping, all that have not begun."""
        now = time.monotonic()
        for conn, until in [*self.waiting.items()]:
            has_begun = conn.incoming.has_begun
            if now >= until:
                self._drop(conn, _REQUEST_TIMEOUT if has_begun else b"")
            elif not self.alive and not has_begun:
                self._drop(conn)

    def _drop(self, conn: TConn, answer: bytes = b"") -> None:
        self.waiting.pop(conn, None)
        if answer:
            self._send(conn, answer)
        self.poller.unregister(conn.sock)
        conn.incoming.close()
        self.nr_conns -= 1
        conn.close()

    def _send(self, conn: TConn, answer: bytes) -> None:
        try:
            conn.sock.send(answer)
        except OSError:
            self.log.debug("a client did not take its answer")

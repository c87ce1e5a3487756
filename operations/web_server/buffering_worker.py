"""A gunicorn worker whose threads never wait for a client.

The stock thread worker reads head and body in the thread that will answer, without a limit of time:
eight connections that send a byte now and then stop the whole portal. Here the main loop, which
waits for all sockets at once, gathers a request whole before a thread sees it.
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

from operations.web_server.incoming import Incoming

# Seconds for a head, for a whole body, and for one wait of a thread on the client.
HEAD_SECONDS: Final = 10.0
BODY_SECONDS: Final = 300.0
THREAD_SECONDS: Final = 20
BODY_LIMIT: Final = 12 * 1024 * 1024
_READ: Final = 64 * 1024
_GO_ON: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_NO_ROOM: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 60\r\n"
    b"Connection: close\r\nContent-Length: 0\r\n\r\n"
)


class Gathered(SocketUnreader):
    """Reads what was gathered first, and the socket only behind it."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.source: IO[bytes] | None = None

    def chunk(self, size_hint: int | None = None) -> bytes:
        if self.source is not None:
            data = self.source.read(max(size_hint or 0, self.mxchunk))
            if data:
                return data
        found: bytes = super().chunk(size_hint)
        return found


class BufferingWorker(ThreadWorker):
    """Connections in `waiting` cost a socket and some memory each, never a thread."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: dict[TConn, float] = {}

    def accept(self, listener: socket.socket) -> None:
        """Let one client in."""
        try:
            client, address = listener.accept()
        except OSError:
            # Gone again, another worker's, or no descriptors left: the loop asks again.
            return
        self.nr_conns += 1
        patience = struct.pack("ll", THREAD_SECONDS, 0)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
        conn = TConn(self.cfg, client, address, listener.getsockname())
        self._gather(conn, b"", HEAD_SECONDS)

    def _gather(self, conn: TConn, first: bytes, seconds: float) -> None:
        conn.incoming = Incoming(BODY_LIMIT)
        conn.sock.setblocking(False)
        self.waiting[conn] = time.monotonic() + seconds
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_readable, conn))
        if first:
            self._take(conn, first)

    def _on_readable(self, conn: TConn, client: socket.socket) -> None:
        try:
            data = client.recv(_READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._take(conn, data)
        else:
            # Half a request of a client that left reaches nobody.
            self._drop(conn)

    def _take(self, conn: TConn, data: bytes) -> None:
        incoming: Incoming = conn.incoming
        knew_head = incoming.has_head
        if not incoming.has_begun:
            self.waiting[conn] = time.monotonic() + HEAD_SECONDS
        try:
            incoming.add(data)
        except OSError as error:
            self.log.error("a request could not be kept: %s", error.strerror)
            self._drop(conn, _NO_ROOM)
            return
        if incoming.is_complete:
            self._hand_over(conn)
        elif incoming.has_head and not knew_head:
            self.waiting[conn] = time.monotonic() + BODY_SECONDS
            if incoming.asks_to_go_on:
                self._say(conn, _GO_ON)

    def _hand_over(self, conn: TConn) -> None:
        self.poller.unregister(conn.sock)
        del self.waiting[conn]
        if conn.parser is None:
            conn.parser = get_parser(self.cfg, conn.sock, conn.client)
            conn.parser.unreader = Gathered(conn.sock)
        conn.initialized = conn.data_ready = True
        conn.parser.unreader.source = conn.incoming.handed_over()
        self.enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        """After an answer: wait for the client's next request, or part."""
        try:
            kept = not fs.cancelled() and fs.result() is True
        except Exception:  # noqa: BLE001 - the thread has logged it
            kept = False
        surplus = conn.incoming.surplus
        conn.parser.unreader.source = None
        conn.incoming.close()
        if kept and self.alive:
            behind = conn.parser.unreader.take_buffered()
            self._gather(conn, behind + surplus, self.cfg.keepalive)
        else:
            self.nr_conns -= 1
            conn.close(graceful=True)

    def murder_pending(self) -> None:
        """Part with those whose time is over; when stopping, with all that have not begun."""
        now = time.monotonic()
        for conn, until in [*self.waiting.items()]:
            has_begun = conn.incoming.has_begun
            if now >= until:
                self._drop(conn, _TOO_SLOW if has_begun else b"")
            elif not self.alive and not has_begun:
                self._drop(conn)

    def _drop(self, conn: TConn, last_words: bytes = b"") -> None:
        self.waiting.pop(conn, None)
        if last_words:
            self._say(conn, last_words)
        self.poller.unregister(conn.sock)
        conn.incoming.close()
        self.nr_conns -= 1
        conn.close()

    def _say(self, conn: TConn, words: bytes) -> None:
        try:
            conn.sock.send(words)
        except OSError:
            self.log.debug("a client did not listen")

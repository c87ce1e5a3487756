"""A gunicorn worker that buffers requests and answers: its threads never wait for a client.

The stock thread worker reads head and body in the thread that will answer, writes to the client in
it, and drains what was not read in its main loop: a few connections that take or send a byte now
and then stop the whole portal. Here the main loop, which waits for all sockets at once, receives a
whole request before a thread gets it, and sends what a client does not take at once
(docs/adr/0018-web-server.md).
"""

import selectors
import socket
import time
from dataclasses import dataclass
from functools import partial
from typing import IO, Any, Final

from django.conf import settings
from gunicorn.http import get_parser
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from operations.web_server.incoming import IncomingRequest
from operations.web_server.outgoing import HoldingSocket

# Seconds for a whole head, and for a whole body: more for a longer one, at SLOWEST bytes a second.
HEAD_SECONDS: Final = 10.0
BODY_SECONDS: Final = 300.0
SLOWEST: Final = 64 * 1024
# Seconds for a whole answer that the client takes late, and for one part of it.
ANSWER_SECONDS: Final = 1800.0
STALLED_SECONDS: Final = 60.0
# Seconds for which a worker that stops still reads connections on which nothing came yet: closed at
# once, a request that is on its way there would be lost.
STOP_SECONDS: Final = 2.0
# Seconds in which a client may finish sending what is not read, so that it sees the answer.
LINGER_SECONDS: Final = 10.0
# Larger bodies are few at a time, as anyone may begin to send one: they fill the disk.
LARGE_BODY: Final = 16 * 1024 * 1024
MOST_LARGE_BODIES: Final = 4
_READ: Final = 64 * 1024
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


def _answer(status: str, text: str = "", *headers: str) -> bytes:
    body = text.encode()
    lines = (
        f"HTTP/1.1 {status}",
        "Connection: close",
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(body)}",
        *headers,
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


_REQUEST_TIMEOUT: Final = _answer("408 Request Timeout")
_LENGTH_REQUIRED: Final = _answer(
    "411 Length Required",
    "Panjang isi kiriman harus disebut (the length of the body must be told: Content-Length).\n",
)
_UNAVAILABLE: Final = _answer(
    "503 Service Unavailable",
    "Portal sedang penuh; coba lagi satu menit lagi (busy: try again in a minute).\n",
    "Retry-After: 60",
)


@dataclass
class _Deadline:
    """When to give up on a client that takes its answer late: without progress, and in any case."""

    stalled: float
    end: float

    def has_passed(self, now: float) -> bool:
        return now >= min(self.stalled, self.end)


class BufferedUnreader(SocketUnreader):
    """Reads the buffered request and never the socket, where a thread would wait for the client."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.source: IO[bytes] | None = None

    def chunk(self, size_hint: int | None = None) -> bytes:
        return self.source.read(max(size_hint or 0, self.mxchunk)) if self.source else b""


def body_limit(path: str) -> int:
    """Return the longest body in bytes that an address takes."""
    return int(settings.REQUEST_MAX_BYTES_AT.get(path, settings.REQUEST_MAX_BYTES))


class BufferingWorker(ThreadWorker):
    """Connections in `waiting`, `taking` and `leaving` cost a socket each, never a thread.

    They wait for a request, take the rest of an answer late, or finish sending what is not read.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: dict[TConn, float] = {}
        self.taking: dict[TConn, _Deadline] = {}
        self.leaving: dict[TConn, float] = {}
        self.last_begin = float("inf")

    def accept(self, listener: socket.socket) -> None:
        """Accept one connection, if there still is one."""
        try:
            client, address = listener.accept()
        except OSError:
            # Closed again, another worker's, or no descriptors left: the loop tries again.
            return
        self.nr_conns += 1
        conn = TConn(self.cfg, HoldingSocket(client), address, listener.getsockname())
        self._wait_for_request(conn, b"", HEAD_SECONDS)

    def _wait_for_request(self, conn: TConn, already_read: bytes, seconds: float) -> None:
        conn.incoming = IncomingRequest(body_limit)
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
            # An incomplete request of a client that left is dropped.
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
            self._refuse(conn, _UNAVAILABLE)
            return
        if incoming.has_unknown_length:
            self._refuse(conn, _LENGTH_REQUIRED)
        elif incoming.is_complete:
            self._hand_over(conn)
        elif incoming.has_head and not had_head:
            self._wait_for_body(conn)

    def _wait_for_body(self, conn: TConn) -> None:
        length = conn.incoming.body_length
        if length > LARGE_BODY and self._large_bodies() > MOST_LARGE_BODIES:
            self._refuse(conn, _UNAVAILABLE)
            return
        self.waiting[conn] = time.monotonic() + BODY_SECONDS + length / SLOWEST
        if conn.incoming.expects_continue:
            self._send(conn, _CONTINUE)

    def _large_bodies(self) -> int:
        return sum(conn.incoming.body_length > LARGE_BODY for conn in self.waiting)

    def _hand_over(self, conn: TConn) -> None:
        self.poller.unregister(conn.sock)
        del self.waiting[conn]
        if conn.parser is None:
            conn.parser = get_parser(self.cfg, conn.sock, conn.client)
            conn.parser.unreader = BufferedUnreader(conn.sock)
        conn.initialized = conn.data_ready = True
        conn.parser.unreader.source = conn.incoming.opened()
        self.enqueue_req(conn)

    def handle_request(self, req: Any, conn: TConn) -> bool:
        """Announce in the answer that the connection is closed, where the body was cut."""
        if conn.incoming.is_cut:
            req.force_close()
        return bool(super().handle_request(req, conn))

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """Keep a connection whose answer said so, even if the portal left a long body unread.

        The unread part is in the buffer, so that skipping it waits for nobody; gunicorn gives up
        after some of it and would close a connection that was announced to stay open. A body that
        was cut is drained by the loop.
        """
        return keepalive and not conn.incoming.is_cut and bool(conn.parser.finish_body())

    def finish_request(self, conn: TConn, fs: Any) -> None:
        """Send the rest of an answer, then wait for the next request or close the connection."""
        try:
            conn.keeps_alive = not fs.cancelled() and fs.result() is True
        except Exception:  # noqa: BLE001 - the thread has logged it
            conn.keeps_alive = False
        conn.parser.unreader.source = None
        conn.incoming.close()
        conn.sock.setblocking(False)
        if not conn.sock.is_holding:
            self._end_answer(conn)
            return
        now = time.monotonic()
        self.taking[conn] = _Deadline(now + STALLED_SECONDS, now + ANSWER_SECONDS)
        self.poller.register(conn.sock, selectors.EVENT_WRITE, partial(self._on_writable, conn))

    def _on_writable(self, conn: TConn, client: HoldingSocket) -> None:
        try:
            if client.send_held():
                self.taking[conn].stalled = time.monotonic() + STALLED_SECONDS
        except OSError:
            self._give_up(conn)
            return
        if not client.is_holding:
            self.poller.unregister(client)
            del self.taking[conn]
            self._end_answer(conn)

    def _end_answer(self, conn: TConn) -> None:
        if conn.keeps_alive and self.alive:
            rest = conn.parser.unreader.take_buffered()
            self._wait_for_request(conn, rest + conn.incoming.surplus, self.cfg.keepalive)
        else:
            self._linger(conn)

    def _refuse(self, conn: TConn, answer: bytes) -> None:
        self.poller.unregister(conn.sock)
        del self.waiting[conn]
        conn.incoming.close()
        self._send(conn, answer)
        self._linger(conn)

    def _linger(self, conn: TConn) -> None:
        """Close a connection once the client has ended its side, or after LINGER_SECONDS.

        Closed at once, it would reset what the client still sends, and the answer with it.
        """
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(conn)
            return
        conn.sock.setblocking(False)
        self.leaving[conn] = time.monotonic() + LINGER_SECONDS
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_leftover, conn))

    def _on_leftover(self, conn: TConn, client: HoldingSocket) -> None:
        try:
            is_over = not client.recv(_READ)
        except BlockingIOError:
            return
        except OSError:
            is_over = True
        if is_over:
            self._give_up(conn)

    def murder_pending(self) -> None:
        """Drop connections that timed out; when stopping, those on which nothing came in time."""
        now = time.monotonic()
        if not self.alive:
            self.last_begin = min(self.last_begin, now + STOP_SECONDS)
        for conn, until in [*self.waiting.items()]:
            if conn.incoming.has_begun and now >= until:
                self._refuse(conn, _REQUEST_TIMEOUT)
            elif not conn.incoming.has_begun and now >= min(until, self.last_begin):
                self._drop(conn)
        late = [conn for conn, deadline in self.taking.items() if deadline.has_passed(now)]
        late += [conn for conn, until in self.leaving.items() if now >= until]
        for conn in late:
            self._give_up(conn)

    def _drop(self, conn: TConn) -> None:
        self.waiting.pop(conn, None)
        self.poller.unregister(conn.sock)
        conn.incoming.close()
        self._close(conn)

    def _give_up(self, conn: TConn) -> None:
        self.taking.pop(conn, None)
        self.leaving.pop(conn, None)
        self.poller.unregister(conn.sock)
        self._close(conn)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()

    def _send(self, conn: TConn, answer: bytes) -> None:
        try:
            conn.sock.send(answer)
        except OSError:
            self.log.debug("a client did not take its answer")

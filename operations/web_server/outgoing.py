"""A client's socket that never makes a thread wait: it buffers what the client does not take."""

import socket
import tempfile
from typing import IO, Any, Final

IN_MEMORY: Final = 64 * 1024
_BLOCK: Final = 64 * 1024


class HoldingSocket:
    """Replaces a client's socket for sending; everything else is the socket's own.

    A thread writes its answer with `sendall` and continues; the main loop sends what is held with
    `send_held` whenever the client takes more. Never used by both at once.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._held: IO[bytes] | None = None
        self._sent = 0
        self._size = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    @property
    def is_holding(self) -> bool:
        """Whether the client still has to take a part of the answer."""
        return self._sent < self._size

    def sendall(self, data: bytes) -> None:
        """Send what the client takes now and hold the rest. Raises OSError (a full disk, too)."""
        rest = memoryview(data)
        if not self.is_holding:
            rest = rest[self._send(rest) :]
        if not rest:
            return
        if self._held is None:
            self._held = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self._held.seek(self._size)
        self._held.write(rest)
        self._size += len(rest)

    def sendfile(self, file: IO[bytes], offset: int = 0, count: int | None = None) -> int:
        """Send `count` bytes of a file, to its end without one, as `sendall` does; return how many.

        Raises OSError.
        """
        file.seek(offset)
        sent = 0
        while count is None or sent < count:
            block = file.read(_BLOCK if count is None else min(_BLOCK, count - sent))
            if not block:
                break
            self.sendall(block)
            sent += len(block)
        return sent

    def send_held(self) -> bool:
        """Send what the client takes now; tell whether it took anything. Raises OSError."""
        if self._held is None:
            return False
        self._held.seek(self._sent)
        taken = self._send(memoryview(self._held.read(_BLOCK)))
        self._sent += taken
        if not self.is_holding:
            self._release()
        return taken > 0

    def close(self) -> None:
        self._release()
        self._sock.close()

    def _send(self, data: memoryview) -> int:
        sent = 0
        while sent < len(data):
            try:
                sent += self._sock.send(data[sent:], socket.MSG_DONTWAIT)
            except BlockingIOError:
                break
        return sent

    def _release(self) -> None:
        if self._held is not None:
            self._held.close()
        self._held, self._sent, self._size = None, 0, 0

"""The buffer of one incoming HTTP request, which detects when the request is complete.

Only the end of the request is looked for here; gunicorn's parser reads the same bytes and refuses
what is malformed.
"""

import re
import tempfile
from collections.abc import Callable
from typing import IO, Final

HEAD_LIMIT: Final = 64 * 1024
IN_MEMORY: Final = 64 * 1024
_END_OF_HEAD: Final = b"\r\n\r\n"
_CONTENT_LENGTH: Final = re.compile(
    rb"\r\ncontent-length:[ \t]*([0-9]{1,12})[ \t]*(?=\r\n)", re.IGNORECASE
)
_CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_EXPECT_CONTINUE: Final = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)


class IncomingRequest:
    """Receives a head and its body; a long body is stored on disk.

    `body_limit` returns the longest body in bytes that an address takes. A longer one is cut: the
    request is complete with its head, and the portal answers 413 to that. A body of unknown length
    has no end that could be waited for.
    """

    def __init__(self, body_limit: Callable[[str], int]) -> None:
        self._body_limit = body_limit
        self.size = 0
        self.body_length = 0
        self.is_cut = False
        self.has_unknown_length = False
        self.surplus = b""
        self.expects_continue = False
        self._head = bytearray()
        self._whole_length: int | None = None
        self._buffer: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115

    @property
    def has_begun(self) -> bool:
        """Whether a byte was received."""
        return bool(self._head)

    @property
    def has_head(self) -> bool:
        """Whether the head is there, and with it the length of the whole."""
        return self._whole_length is not None

    @property
    def is_complete(self) -> bool:
        """Whether a thread may work on it."""
        return self._whole_length is not None and self.size >= self._whole_length

    def add(self, data: bytes) -> None:
        """Add received bytes. Raises OSError when the disk is full.

        Bytes after the end of the request become `surplus`.
        """
        if self._whole_length is None:
            self._head += data
            if (length := self._find_end()) is None:
                return
            self._whole_length = length
            data = bytes(self._head)
        remaining = self._whole_length - self.size
        self._buffer.write(data[:remaining])
        self.size += len(data[:remaining])
        self.surplus += data[remaining:]

    def opened(self) -> IO[bytes]:
        """Return the whole request, open at its beginning."""
        self._buffer.seek(0)
        return self._buffer

    def close(self) -> None:
        self._buffer.close()

    def _find_end(self) -> int | None:
        """Return the length of the whole request, once its head is there."""
        end = self._head.find(_END_OF_HEAD)
        if end < 0:
            return len(self._head) if len(self._head) >= HEAD_LIMIT else None
        head = bytes(self._head[: end + 2])
        self.has_unknown_length = bool(_CHUNKED.search(head))
        length = _CONTENT_LENGTH.search(head)
        body = int(length[1]) if length and not self.has_unknown_length else 0
        if self.has_unknown_length or body > self._body_limit(_path(head)):
            self.is_cut, body = True, 0
        self.body_length = body
        self.expects_continue = body > 0 and bool(_EXPECT_CONTINUE.search(head))
        return end + len(_END_OF_HEAD) + body


def _path(head: bytes) -> str:
    """Return the path of the request line without its query; '' where there is none."""
    words = head.split(b"\r\n", 1)[0].split(b" ")
    return words[1].split(b"?")[0].decode("latin-1") if len(words) > 1 else ""

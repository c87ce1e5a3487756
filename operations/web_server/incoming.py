"""One HTTP request on its way in: how much of it is there, and when it may be worked on.

Nothing is judged here beyond where a request ends; gunicorn's parser reads the same bytes and
refuses what is malformed.
"""

import re
import tempfile
from typing import IO, Final

HEAD_LIMIT: Final = 64 * 1024
IN_MEMORY: Final = 64 * 1024
_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,12})[ \t]*(?=\r\n)", re.IGNORECASE)
_UNCOUNTED: Final = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_WAITS: Final = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)


class Incoming:
    """Gathers a head and its body; a long body lies on disk.

    `body_limit` is the longest body in bytes that is waited for: a longer one, or one of unknown
    length, is handed on with its head alone, to be refused there.
    """

    def __init__(self, body_limit: int) -> None:
        self.body_limit = body_limit
        self.size = 0
        self.surplus = b""
        self.asks_to_go_on = False
        self._head = bytearray()
        self._whole: int | None = None
        self._kept: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115

    @property
    def has_begun(self) -> bool:
        return bool(self._head)

    @property
    def has_head(self) -> bool:
        return self._whole is not None

    @property
    def is_complete(self) -> bool:
        return self._whole is not None and self.size >= self._whole

    def add(self, data: bytes) -> None:
        """Take what came; raises OSError when the disk has no room for it.

        Bytes behind the end of the request become `surplus`.
        """
        if self._whole is None:
            self._head += data
            if (whole := self._find_end()) is None:
                return
            self._whole = whole
            data = bytes(self._head)
        room = self._whole - self.size
        self._kept.write(data[:room])
        self.size += len(data[:room])
        self.surplus += data[room:]

    def handed_over(self) -> IO[bytes]:
        """The request from its beginning."""
        self._kept.seek(0)
        return self._kept

    def close(self) -> None:
        self._kept.close()

    def _find_end(self) -> int | None:
        """Length of the whole request, once its head is there."""
        end = self._head.find(_END)
        if end < 0:
            return len(self._head) if len(self._head) >= HEAD_LIMIT else None
        head = bytes(self._head[: end + 2])
        length = _LENGTH.search(head)
        body = int(length[1]) if length and not _UNCOUNTED.search(head) else 0
        if body > self.body_limit:
            body = 0
        self.asks_to_go_on = body > 0 and bool(_WAITS.search(head))
        return end + len(_END) + body

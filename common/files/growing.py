"""A file that grows and is rolled back with the transactions that write it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

_CHUNK_BYTES: Final = 64 * 1024


class GrowingFile:
    """A file whose length is stored with the rows; without a stream it only counts the bytes."""

    def __init__(self, stream: BinaryIO | None) -> None:
        self._stream = stream

    def write(self, content: bytes, *, at: int) -> int:
        """Write `content` at byte `at` and return the byte after it.

        Call it last in the transaction that stores the new length: whatever a failed transaction
        left after `at` is cut off by the next one, so the file always agrees with the rows.
        """
        if self._stream is None:
            return at + len(content)
        if self._stream.seekable():
            self._stream.seek(at)
            self._stream.truncate()
        self._stream.write(content)
        self._stream.flush()
        if self._stream.seekable():
            # The rows must not outlive the file when the power fails.
            os.fsync(self._stream.fileno())
        return at + len(content)


def open_growing(path: Path, *, overwrite: bool) -> BinaryIO:
    """Open a file for GrowingFile, kept as it is unless `overwrite`; raises OSError."""
    return path.open("wb") if overwrite or not path.exists() else path.open("r+b")


def first_bytes(path: Path, *, size: int) -> Iterator[bytes]:
    """Read the first `size` bytes in chunks: what follows belongs to no committed transaction."""
    with path.open("rb") as stream:
        while size > 0 and (chunk := stream.read(min(size, _CHUNK_BYTES))):
            size -= len(chunk)
            yield chunk

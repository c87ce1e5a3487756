"""Bytes on their way into or out of a copy, counted and hashed as they pass."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from isal import igzip

PIECE = 1 << 20


def packed(path: Path) -> IO[bytes]:
    """A gzip file to write; the fastest level, since disks are slower than that."""
    return cast(IO[bytes], igzip.open(path, "wb", compresslevel=1))  # type: ignore[no-untyped-call]


def unpacked(path: Path) -> IO[bytes]:
    return cast(IO[bytes], igzip.open(path, "rb"))  # type: ignore[no-untyped-call]


def pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()

"""Reading, writing and hashing the files of a copy in chunks."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from isal import igzip

CHUNK_BYTES = 1 << 20


def gzip_writer(path: Path) -> IO[bytes]:
    """Open a gzip file to write; at the fastest level, so that the disk is the limit."""
    return cast(IO[bytes], igzip.open(path, "wb", compresslevel=1))  # type: ignore[no-untyped-call]


def gzip_reader(path: Path) -> IO[bytes]:
    return cast(IO[bytes], igzip.open(path, "rb"))  # type: ignore[no-untyped-call]


def chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(CHUNK_BYTES):
        yield chunk


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()

"""PDFs that a person only asks about: on disk while they are read, and stored nowhere."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from common.errors import UnsupportedMedia
from common.files.cleaning.process import cleaning_turn
from common.files.cleaning.refused import Refused
from common.files.confined import ProcessNotStarted
from common.files.media_types import PDF, media_type_of
from common.files.signatures.found import Signatures
from common.files.signatures.process import examine_in_process
from common.files.uploads import CHUNK_BYTES, disk_full_as_storage_full, scratch_folder

# One at a time per process of the portal, so that uploads of documents still find a turn.
_PUBLIC_TURN: Final = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class HeldPdf:
    """A PDF that a person asks about, on disk at `path` until the `with` ends; `size` in bytes."""

    path: Path
    sha256: str
    size: int


@contextmanager
def held_pdf(stream: IO[bytes], *, max_bytes: int) -> Iterator[HeldPdf]:
    """Yield the PDF; no copy of it is left, whatever happens.

    Never reads more than `max_bytes` + 1 bytes. Raises Refused "file_empty", "file_too_large" and
    "file_no_pdf", StorageFull.
    """
    with disk_full_as_storage_full(), scratch_folder() as folder:
        path = folder / "asked"
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as out:
            while chunk := stream.read(min(CHUNK_BYTES, max_bytes + 1 - size)):
                if not size:
                    _require_pdf(chunk)
                size += len(chunk)
                if size > max_bytes:
                    raise Refused("file_too_large", limit=max_bytes // (1024 * 1024))
                digest.update(chunk)
                out.write(chunk)
        if not size:
            raise Refused("file_empty")
        yield HeldPdf(path, digest.hexdigest(), size)


def signatures_of(pdf: HeldPdf) -> Signatures:
    """Return the signatures of the PDF, read in a process of its own and within a turn.

    Raises Refused "busy" at once where no turn is free, "pdf_locked", "pdf_broken", "too_heavy".
    """
    if not _PUBLIC_TURN.acquire(blocking=False):
        raise Refused("busy")
    try:
        with cleaning_turn():
            return examine_in_process(pdf.path)
    except ProcessNotStarted as error:
        raise Refused("busy") from error
    finally:
        _PUBLIC_TURN.release()


def sha256_of_first(pdf: HeldPdf, count: int) -> str:
    """Return the SHA-256 of the first `count` bytes; "" where there are not so many."""
    if not 0 < count <= pdf.size:
        return ""
    digest, rest = hashlib.sha256(), count
    with pdf.path.open("rb") as stream:
        while rest and (chunk := stream.read(min(CHUNK_BYTES, rest))):
            digest.update(chunk)
            rest -= len(chunk)
    return digest.hexdigest()


def _require_pdf(head: bytes) -> None:
    try:
        media_type = media_type_of(head)
    except UnsupportedMedia as error:
        raise Refused("file_no_pdf") from error
    if media_type != PDF:
        raise Refused("file_no_pdf")

"""The single entry point for uploaded files: judged by content, never by name or declared type.

A file is copied to disk in chunks, cleaned by a separate process (`common.files.cleaning`) into a
second file, and hashed from there. No more than one chunk of it is ever in memory.
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.errors import InvalidInput, StorageFull, TooLarge
from common.files.cleaning.process import Cleaned, clean_in_process
from common.files.cleaning.refused import Refused
from common.files.media_types import (
    EXTENSIONS,
    PDF,
    clean_filename,
    media_type_of,
    refuse_name_of_program,
)
from common.files.rendering.cannot import CannotRender
from common.files.rendering.measures import Picture, thumbnail_path
from common.files.rendering.process import RendererBusy, draw
from common.files.signatures.found import Signatures
from common.files.upload_messages import refusal_error

CHUNK_BYTES: Final = 64 * 1024
SCRATCH_PREFIX: Final = "unggahan-"
_MEBIBYTE: Final = 1024 * 1024
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_DECODERS: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", PDF: "PDF"}


@dataclass(frozen=True)
class SealedFile:
    """A signed PDF exactly as it was sent: cleaning breaks the signatures, so it is kept beside.

    It may do anything in the program that opens it; the portal never shows it.
    """

    path: Path
    sha256: str
    size: int
    signatures: Signatures


@dataclass(frozen=True)
class CleanFile:
    """An accepted file as it is to be stored, on disk at `path` until the `with` ends.

    Width and height (pixels) are for images only, pages for PDF only. The thumbnail has no content
    where none can be made, and is None where it has to be made later.
    """

    path: Path
    filename: str
    media_type: str
    extension: str
    sha256: str
    size: int
    width: int | None
    height: int | None
    pages: int | None
    thumbnail: Picture | None
    original: SealedFile | None = None


@contextmanager
def accept_upload(stream: IO[bytes], *, filename: str, max_bytes: int) -> Iterator[CleanFile]:
    """Yield the file made safe to store: images re-encoded, PDFs without active content.

    A signed PDF comes with its original, which is not safe to open here.

    Never reads more than `max_bytes` + 1 bytes; no temporary file is left, whatever happens. The
    content decides, and the name is corrected; only that of a program or a page is refused. Raises
    TooLarge "file_too_large", UnsupportedMedia "file_type", "file_heic", "file_office" or
    "file_name_mismatch", InvalidInput "file_empty" and the codes of `common.files.cleaning`,
    Unavailable "busy", StorageFull "storage_full".
    """
    with disk_full_as_storage_full(), scratch_folder() as folder:
        sent, clean = folder / "sent", folder / "clean"
        head = _copy(stream, sent, max_bytes)
        media_type = media_type_of(head)
        refuse_name_of_program(filename)
        try:
            measures = clean_in_process(_DECODERS[media_type], sent, clean)
        except Refused as refusal:
            raise refusal_error(refusal) from refusal
        original = _sealed(sent, measures)
        if original is None:
            sent.unlink()
        extension = EXTENSIONS[media_type][0]
        yield CleanFile(
            path=clean,
            filename=clean_filename(filename, extension=extension),
            media_type=media_type,
            extension=extension,
            sha256=_synced_hash(clean),
            size=clean.stat().st_size,
            width=measures.width,
            height=measures.height,
            pages=measures.pages,
            thumbnail=_thumbnail(media_type, clean, measures),
            original=original,
        )


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a folder for files in progress; what a killed process leaves is deleted at night."""
    with tempfile.TemporaryDirectory(
        prefix=SCRATCH_PREFIX, dir=settings.FILE_UPLOAD_TEMP_DIR
    ) as folder:
        yield Path(folder)


@contextmanager
def disk_full_as_storage_full() -> Iterator[None]:
    """Turn a full disk or quota into StorageFull "storage_full"."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise StorageFull(
            "storage_full",
            _(
                "Penyimpanan portal sedang penuh, jadi berkas Anda belum tersimpan. "
                "Jawaban Anda tetap aman. Coba lagi nanti, atau hubungi dinas."
            ),
            field="file",
        ) from error


def _sealed(sent: Path, measures: Cleaned) -> SealedFile | None:
    """Return the file as it was sent, if it is signed."""
    if measures.signatures is None:
        return None
    return SealedFile(sent, _synced_hash(sent), sent.stat().st_size, measures.signatures)


def _thumbnail(media_type: str, clean: Path, measures: Cleaned) -> Picture | None:
    """Return the thumbnail; an upload never fails for it."""
    target = thumbnail_path(clean)
    try:
        if media_type == PDF:
            return draw("thumbnail", PDF, clean, target)
        if measures.thumbnail is not None:
            width, height = measures.thumbnail
            return Picture(target.read_bytes(), width, height, pages=1)
    except CannotRender:
        return Picture(b"", 0, 0, pages=measures.pages or 0)
    except (RendererBusy, OSError):
        pass
    return None


def _copy(stream: IO[bytes], target: Path, max_bytes: int) -> bytes:
    """Write the stream to `target` and return its first chunk."""
    size, head = 0, b""
    with target.open("wb") as out:
        while chunk := stream.read(min(CHUNK_BYTES, max_bytes + 1 - size)):
            size += len(chunk)
            if size > max_bytes:
                raise _too_large(max_bytes)
            head = head or chunk
            out.write(chunk)
    if not size:
        raise InvalidInput(
            "file_empty", _("Berkas kosong. Pilih berkas lain, lalu unggah lagi."), field="file"
        )
    return head


def _too_large(max_bytes: int) -> TooLarge:
    return TooLarge(
        "file_too_large",
        _(
            "Berkas lebih besar dari %(limit)s MB. "
            "Kecilkan berkas atau unggah foto dengan resolusi lebih rendah."
        ),
        field="file",
        params={"limit": f"{max_bytes / _MEBIBYTE:.3g}".replace(".", ",")},
    )


def _synced_hash(path: Path) -> str:
    """Return the SHA-256 of the file, and sync it to disk so that it survives a power cut."""
    with path.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
        os.fsync(written.fileno())
    return digest

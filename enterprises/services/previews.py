"""Thumbnails of stored files, and pages of PDFs as pictures.

A thumbnail is made when its file is stored. Where that failed, or for a file from before, it is
drawn when it is asked for, and an hourly task stores it.
"""

import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError, NotFound, Unavailable
from common.files.cleaning.limits import MAX_PAGES
from common.files.media_types import PDF
from common.files.rendering.cannot import CannotRender
from common.files.rendering.measures import Picture
from common.files.rendering.process import RendererBusy, draw
from common.files.uploads import disk_full_as_storage_full, scratch_folder
from enterprises.enums import ScanState
from enterprises.models import DocumentPreview, DocumentScan, DocumentVersion
from enterprises.selectors.scans import require_openable
from enterprises.services import document_files

logger = logging.getLogger(__name__)
_ROUND_SECONDS: Final = 120.0
_BATCH: Final = 200


def keep_preview(version: DocumentVersion, picture: Picture | None) -> None:
    """Store the thumbnail, if there is one yet; in the caller's transaction."""
    if picture is not None:
        DocumentPreview.objects.get_or_create(
            version=version,
            defaults={
                "picture": picture.content,
                "width": picture.width,
                "height": picture.height,
                "pages": picture.pages,
            },
        )


def thumbnail_of(version: DocumentVersion, *, by: User) -> bytes:
    """Return the thumbnail as WebP; the caller has checked that `by` may see the file.

    Drawn now and not stored where it is not made yet. Raises Withheld for a file the scanner has
    not cleared, NotFound where none can be made, Unavailable "busy", StorageFull.
    """
    require_openable(version, by)
    stored = DocumentPreview.objects.filter(version=version).first()
    content = bytes(stored.picture) if stored else _drawn("thumbnail", version).content
    if not content:
        raise _no_picture()
    return content


def page_of(version: DocumentVersion, number: int, *, by: User) -> bytes:
    """Return page `number` (from 1) of a PDF as WebP; the caller has checked access.

    Raises what `thumbnail_of` raises, NotFound also for other files and past the last page.
    """
    require_openable(version, by)
    if version.media_type != PDF or not 1 <= number <= MAX_PAGES:
        raise _no_picture()
    return _drawn("page", version, number).content


def make_missing_previews() -> int:
    """Make the thumbnails that are missing, newest first, for about two minutes; return how many.

    Files that are infected, or not on the disk, are left out.
    """
    ends = time.monotonic() + _ROUND_SECONDS
    made, newest = 0, None
    while time.monotonic() < ends:
        batch = list(islice(_without_preview(newest), _BATCH))
        for version in batch:
            newest = version.pk
            if time.monotonic() >= ends:
                break
            made += _make(version)
        if len(batch) < _BATCH:
            break
    return made


def _without_preview(before: int | None) -> QuerySet[DocumentVersion]:
    infected = DocumentScan.objects.filter(version=OuterRef("pk"), state=ScanState.INFECTED)
    missing = DocumentVersion.objects.filter(~Exists(infected), preview__isnull=True)
    if before is not None:
        missing = missing.filter(pk__lt=before)
    return missing.order_by("-pk")


def _make(version: DocumentVersion) -> bool:
    try:
        keep_preview(version, _thumbnail_or_none(version))
    except DomainError as error:
        logger.info("no thumbnail of document %s yet: %s", version.pk, error.code)
        return False
    return True


def _thumbnail_or_none(version: DocumentVersion) -> Picture:
    try:
        with _on_disk(version) as (source, target):
            return draw("thumbnail", version.media_type, source, target)
    except CannotRender:
        return Picture(b"", 0, 0, 0)
    except RendererBusy as error:
        raise _busy() from error


def _drawn(
    picture: Literal["thumbnail", "page"], version: DocumentVersion, number: int = 1
) -> Picture:
    try:
        with _on_disk(version) as (source, target):
            return draw(picture, version.media_type, source, target, number=number)
    except CannotRender as error:
        raise _no_picture() from error
    except RendererBusy as error:
        raise _busy() from error


@contextmanager
def _on_disk(version: DocumentVersion) -> Iterator[tuple[Path, Path]]:
    """Yield a copy of the stored file, which a process can open, and where it may write."""
    with disk_full_as_storage_full(), scratch_folder() as folder:
        source = folder / "stored"
        try:
            with (
                document_files.open_stored(version.stored_name) as stored,
                source.open("wb") as out,
            ):
                shutil.copyfileobj(stored, out)
        except FileNotFoundError as error:
            raise _no_picture() from error
        yield source, folder / "picture"


def _no_picture() -> NotFound:
    return NotFound("no_picture", _("Berkas ini tidak dapat ditampilkan sebagai gambar."))


def _busy() -> Unavailable:
    return Unavailable("busy", _("Portal sedang sibuk. Coba lagi sebentar lagi."))

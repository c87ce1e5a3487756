"""The document store: every file is cleaned, written privately once, and never changed."""

import logging
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound
from common.files.uploads import CleanFile, accept_upload
from enterprises.models import DocumentVersion, Enterprise
from enterprises.permissions import require_acts_for
from enterprises.selectors.scans import is_infected, require_openable
from enterprises.services import document_files
from enterprises.services.previews import keep_preview
from enterprises.services.scanning import request_scan

logger = logging.getLogger(__name__)
_MEBIBYTE = 1024 * 1024


def store(
    actor: User, enterprise: Enterprise, *, kind: str, upload: IO[bytes], filename: str
) -> DocumentVersion:
    """Clean and store a file; the same content for the same kind returns the existing version.

    Raises NotPermitted for a person who does not act for the enterprise, Conflict "quota_reached"
    when the enterprise stores too much, InvalidInput "file_infected" for content found infected
    before, StorageFull, and what `common.files.uploads.accept_upload` raises.
    """
    require_acts_for(actor, enterprise)
    # Checked early to save the cleaning, and again when the size is known.
    _require_quota(enterprise, 0)
    with accept_upload(
        upload, filename=filename, max_bytes=settings.DOCUMENT_MAX_BYTES
    ) as clean_file:
        return store_clean(actor, enterprise, kind=kind, file=clean_file)


def store_clean(
    actor: User, enterprise: Enterprise, *, kind: str, file: CleanFile
) -> DocumentVersion:
    """Store a file that `accept_upload` has cleaned, moving it from its path; otherwise as `store`.

    The caller has checked that `actor` acts for the enterprise.
    """
    existing = _existing(enterprise, kind, file)
    if existing is not None:
        return existing
    # On disk before its row commits, and deleted again when the row is not created.
    name = document_files.write(enterprise, file)
    try:
        version = _get_or_create(actor, enterprise, kind, file, name)
    except BaseException:
        document_files.delete(name)
        raise
    if version.stored_name != name:
        document_files.delete(name)
    return version


def open_version(version: DocumentVersion, *, by: User) -> IO[bytes]:
    """Open the stored bytes; the caller has checked that `by` may see them.

    Raises Withheld for a file the scanner has not cleared, NotFound for one missing on disk.
    """
    require_openable(version, by)
    try:
        return document_files.open_stored(version.stored_name)
    except FileNotFoundError:
        logger.error("stored file of document %s is missing", version.pk)
        raise NotFound(
            "file_missing", _("Berkas ini tidak ditemukan di penyimpanan. Hubungi dinas.")
        ) from None


def _existing(enterprise: Enterprise, kind: str, file: CleanFile) -> DocumentVersion | None:
    version = (
        DocumentVersion.objects.filter(enterprise=enterprise, kind=kind, sha256=file.sha256)
        .select_related("scan")
        .first()
    )
    if version is not None and is_infected(version):
        raise InvalidInput(
            "file_infected",
            _("Berkas ini mengandung perangkat lunak berbahaya. Unggah berkas lain."),
            field="file",
        )
    return version


def _require_quota(enterprise: Enterprise, size: int) -> None:
    stored = DocumentVersion.objects.filter(enterprise=enterprise).aggregate(all=Sum("size"))
    if (stored["all"] or 0) + size > settings.DOCUMENT_QUOTA_BYTES:
        raise Conflict(
            "quota_reached",
            _(
                "Berkas usaha ini sudah mencapai %(limit)s MB, batas untuk satu usaha. "
                "Pakai berkas yang sudah tersimpan, atau hubungi dinas."
            )
            % {"limit": settings.DOCUMENT_QUOTA_BYTES // _MEBIBYTE},
            field="file",
        )


def _get_or_create(
    actor: User, enterprise: Enterprise, kind: str, file: CleanFile, stored_name: str
) -> DocumentVersion:
    with transaction.atomic():
        # Simultaneous uploads must neither create one version twice nor exceed the quota together.
        Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)
        existing = _existing(enterprise, kind, file)
        if existing is not None:
            return existing
        _require_quota(enterprise, file.size)
        version = DocumentVersion.objects.create(
            enterprise=enterprise,
            kind=kind,
            filename=file.filename,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            stored_name=stored_name,
            uploaded_by=actor,
            uploaded_at=clock.now(),
        )
        keep_preview(version, file.thumbnail)
        request_scan(version)
        return version

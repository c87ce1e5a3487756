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
from enterprises.services.scanning import request_scan

logger = logging.getLogger(__name__)
_MEBIBYTE = 1024 * 1024


def store(
    actor: User, enterprise: Enterprise, *, kind: str, upload: IO[bytes], filename: str
) -> DocumentVersion:
    """Cleans and keeps a file; the same content for the same kind gives the version it had.

    Raises NotPermitted for strangers, Conflict "quota_reached" when the enterprise keeps too much,
    InvalidInput "file_infected" for a file the scanner knows, StorageFull, and what
    `common.files.uploads.accept_upload` raises.
    """
    require_acts_for(actor, enterprise)
    # Before the work of cleaning; it is asked again when the size is known.
    _require_room(enterprise, 0)
    with accept_upload(
        upload, filename=filename, max_bytes=settings.DOCUMENT_MAX_BYTES
    ) as clean_file:
        standing = _standing(enterprise, kind, clean_file)
        if standing is not None:
            return standing
        # On disk before its row commits, and taken away again when no row comes to point at it.
        name = document_files.write(enterprise, clean_file)
    try:
        version = _recorded(actor, enterprise, kind, clean_file, name)
    except BaseException:
        document_files.delete(name)
        raise
    if version.stored_name != name:
        document_files.delete(name)
    return version


def open_version(version: DocumentVersion, *, by: User) -> IO[bytes]:
    """The stored bytes; the caller has checked that `by` may see them.

    Raises Withheld for a file the scanner has not cleared, NotFound for one gone astray.
    """
    require_openable(version, by)
    try:
        return document_files.open_stored(version.stored_name)
    except FileNotFoundError:
        logger.error("stored file of document %s is missing", version.pk)
        raise NotFound(
            "file_missing", _("Berkas ini tidak ditemukan di penyimpanan. Hubungi dinas.")
        ) from None


def _standing(enterprise: Enterprise, kind: str, file: CleanFile) -> DocumentVersion | None:
    found = (
        DocumentVersion.objects.filter(enterprise=enterprise, kind=kind, sha256=file.sha256)
        .select_related("scan")
        .first()
    )
    if found is not None and is_infected(found):
        raise InvalidInput(
            "file_infected",
            _("Berkas ini mengandung perangkat lunak berbahaya. Unggah berkas lain."),
            field="file",
        )
    return found


def _require_room(enterprise: Enterprise, size: int) -> None:
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


def _recorded(
    actor: User, enterprise: Enterprise, kind: str, file: CleanFile, stored_name: str
) -> DocumentVersion:
    with transaction.atomic():
        # Two uploads of one file at once must not make two versions, nor two pass the quota.
        Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)
        standing = _standing(enterprise, kind, file)
        if standing is not None:
            return standing
        _require_room(enterprise, file.size)
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
        request_scan(version)
        return version

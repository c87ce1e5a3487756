"""The document store: every file is cleaned, written privately once, and never changed."""

import logging
import uuid
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.errors import NotFound
from common.uploads import CleanFile, accept_upload
from enterprises.models import DocumentVersion, Enterprise
from enterprises.permissions import require_acts_for

logger = logging.getLogger(__name__)


def store(
    actor: User, enterprise: Enterprise, *, kind: str, upload: IO[bytes], filename: str
) -> DocumentVersion:
    """Cleans and keeps a file; the same content for the same kind gives the version it had.

    Raises NotPermitted for strangers and what `common.uploads.accept_upload` raises.
    """
    require_acts_for(actor, enterprise)
    clean_file = accept_upload(upload, filename=filename, max_bytes=settings.DOCUMENT_MAX_BYTES)
    standing = _standing(enterprise, kind, clean_file)
    if standing is not None:
        return standing
    storage = _storage()
    # On disk before its row commits, and taken away again when no row comes to point at it.
    name = storage.save(
        f"{enterprise.uid}/{uuid.uuid4().hex}.{clean_file.extension}",
        ContentFile(clean_file.content),
    )
    try:
        version = _recorded(actor, enterprise, kind, clean_file, name)
    except BaseException:
        storage.delete(name)
        raise
    if version.stored_name != name:
        storage.delete(name)
    return version


def open_version(version: DocumentVersion) -> IO[bytes]:
    """The stored bytes; the caller has checked who asks. Raises NotFound for a file gone astray."""
    try:
        return _storage().open(version.stored_name, "rb")
    except FileNotFoundError:
        logger.error("stored file of document %s is missing", version.pk)
        raise NotFound(
            "file_missing", _("Berkas ini tidak ditemukan di penyimpanan. Hubungi dinas.")
        ) from None


def _standing(enterprise: Enterprise, kind: str, file: CleanFile) -> DocumentVersion | None:
    return DocumentVersion.objects.filter(
        enterprise=enterprise, kind=kind, sha256=file.sha256
    ).first()


def _recorded(
    actor: User, enterprise: Enterprise, kind: str, file: CleanFile, stored_name: str
) -> DocumentVersion:
    with transaction.atomic():
        # Two uploads of one file at once must not make two versions.
        Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)
        standing = _standing(enterprise, kind, file)
        if standing is not None:
            return standing
        return DocumentVersion.objects.create(
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


def _storage() -> Storage:
    return storages["documents"]

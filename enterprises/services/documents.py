"""The document store: every file is cleaned, written privately once, and never changed.

A signed PDF is kept a second time as it was sent, since its cleaned copy is signed by nobody.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound
from common.files.upload_turns import only_upload_of
from common.files.uploads import CleanFile, SealedFile, accept_upload
from enterprises.enums import CONSENT_FORM, EVIDENCE, NOT_LISTED
from enterprises.models import DocumentVersion, Enterprise, SealedOriginal
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

    Signed content is the same only if all that was sent is.

    Raises NotPermitted for a person who does not act for the enterprise, Conflict "quota_reached"
    when the enterprise stores too much, InvalidInput "file_infected" for content found infected
    before, Unavailable "busy_yours" while another file of the person is taken, StorageFull, and
    what `common.files.uploads.accept_upload` raises.
    """
    require_acts_for(actor, enterprise)
    return _store(actor, enterprise, kind=kind, upload=upload, filename=filename)


@contextmanager
def cleaned(
    actor: User, enterprise: Enterprise, *, kind: str, upload: IO[bytes], filename: str
) -> Iterator[CleanFile]:
    """Clean a file while nothing is locked, for `store_clean`.

    For a caller that stores it within another's transaction, such as one of the API. Raises as
    `store`.
    """
    require_acts_for(actor, enterprise)
    with _cleaned(actor, enterprise, kind=kind, upload=upload, filename=filename) as file:
        yield file


def store_evidence(
    actor: User, enterprise: Enterprise, *, upload: IO[bytes], filename: str
) -> DocumentVersion:
    """Store the evidence of a claimant, who does not act for the enterprise yet, as `store`.

    The caller has counted the claim.
    """
    return _store(actor, enterprise, kind=EVIDENCE, upload=upload, filename=filename)


def store_received(
    actor: User, enterprise: Enterprise, *, kind: str, upload: IO[bytes], filename: str
) -> DocumentVersion:
    """Store the picture of what an official received on paper for the enterprise, as `store`.

    The caller has checked that the official may record it. It does not count towards the
    enterprise's quota: a full store must not keep an office from recording what was handed in.
    """
    with (
        only_upload_of(actor.pk),
        accept_upload(
            upload, filename=filename, max_bytes=settings.DOCUMENT_MAX_BYTES
        ) as clean_file,
    ):
        return store_clean(actor, enterprise, kind=kind, file=clean_file, has_quota=False)


def store_consent_form(
    helper: User, enterprise: Enterprise, *, upload: IO[bytes], filename: str
) -> DocumentVersion:
    """Store the form by which an owner consents to a helper, who may not act any more, as `store`.

    The caller has counted the request.
    """
    return _store(helper, enterprise, kind=CONSENT_FORM, upload=upload, filename=filename)


def _store(
    actor: User, enterprise: Enterprise, *, kind: str, upload: IO[bytes], filename: str
) -> DocumentVersion:
    with _cleaned(actor, enterprise, kind=kind, upload=upload, filename=filename) as file:
        return store_clean(actor, enterprise, kind=kind, file=file)


@contextmanager
def _cleaned(
    actor: User, enterprise: Enterprise, *, kind: str, upload: IO[bytes], filename: str
) -> Iterator[CleanFile]:
    # Checked early to save the cleaning, and again when the size is known.
    _require_quota(actor, enterprise, kind, 0)
    with (
        only_upload_of(actor.pk),
        accept_upload(
            upload, filename=filename, max_bytes=settings.DOCUMENT_MAX_BYTES
        ) as clean_file,
    ):
        yield clean_file


def store_clean(
    actor: User, enterprise: Enterprise, *, kind: str, file: CleanFile, has_quota: bool = True
) -> DocumentVersion:
    """Store a file that `accept_upload` has cleaned, moving it from its path; otherwise as `store`.

    The caller has checked that `actor` acts for the enterprise.
    """
    existing = _existing(enterprise, kind, file)
    if existing is not None:
        return existing
    # On disk before their row commits, and deleted again when the row is not created.
    names: list[str] = []
    try:
        names.append(document_files.write(enterprise, file.path, file.extension))
        if file.original is not None:
            names.append(document_files.write(enterprise, file.original.path, file.extension))
        version = _get_or_create(actor, enterprise, kind, file, names, has_quota=has_quota)
    except BaseException:
        _delete(names)
        raise
    if version.stored_name != names[0]:
        _delete(names)
    return version


def _delete(names: Sequence[str]) -> None:
    for name in names:
        document_files.delete(name)


def open_version(version: DocumentVersion, *, by: User) -> IO[bytes]:
    """Open the stored bytes; the caller has checked that `by` may see them.

    Raises Withheld for a file the scanner has not cleared, NotFound for one missing on disk.
    """
    require_openable(version, by)
    return _opened(version, version.stored_name)


def open_original(version: DocumentVersion, *, by: User) -> IO[bytes]:
    """Open the signed PDF as it was sent, for saving only: nothing here may show or read it.

    The caller has checked that `by` may see the file. Raises what `open_version` raises, NotFound
    also for a file that was not signed.
    """
    sealed: SealedOriginal | None = getattr(version, "original", None)
    if sealed is None:
        raise NotFound("no_original", _("Berkas ini tidak bertanda tangan elektronik."))
    require_openable(version, by)
    return _opened(version, sealed.stored_name)


def _opened(version: DocumentVersion, name: str) -> IO[bytes]:
    try:
        return document_files.open_stored(name)
    except FileNotFoundError:
        logger.error("stored file of document %s is missing", version.pk)
        raise NotFound(
            "file_missing", _("Berkas ini tidak ditemukan di penyimpanan. Hubungi dinas.")
        ) from None


def _existing(enterprise: Enterprise, kind: str, file: CleanFile) -> DocumentVersion | None:
    same = DocumentVersion.objects.filter(enterprise=enterprise, kind=kind, sha256=file.sha256)
    # A signed and an unsigned file may be cleaned to the same bytes; only one is evidence.
    same = (
        same.filter(original__isnull=True)
        if file.original is None
        else same.filter(original__sha256=file.original.sha256)
    )
    version = same.select_related("scan").first()
    if version is not None and is_infected(version):
        raise InvalidInput(
            "file_infected",
            _("Berkas ini mengandung perangkat lunak berbahaya. Unggah berkas lain."),
            field="file",
        )
    return version


def _require_quota(actor: User, enterprise: Enterprise, kind: str, size: int) -> None:
    """Raise Conflict where the enterprise's quota is reached.

    What people send who do not act for it, evidence of a claim and forms of consent, counts for
    each sender: nobody can use up the quota of an enterprise that is not theirs.
    """
    counted = (
        DocumentVersion.objects.filter(kind__in=NOT_LISTED, uploaded_by=actor)
        if kind in NOT_LISTED
        else DocumentVersion.objects.filter(enterprise=enterprise).exclude(kind__in=NOT_LISTED)
    )
    stored = counted.aggregate(cleaned=Sum("size"), originals=Sum("original__size"))
    used = (stored["cleaned"] or 0) + (stored["originals"] or 0)
    if used + size > settings.DOCUMENT_QUOTA_BYTES:
        text = (
            _("Bukti dan formulir yang Anda unggah sudah mencapai %(limit)s MB. Hubungi dinas.")
            if kind in NOT_LISTED
            else _(
                "Berkas usaha ini sudah mencapai %(limit)s MB, batas untuk satu usaha. "
                "Pakai berkas yang sudah tersimpan, atau hubungi dinas."
            )
        )
        raise Conflict(
            "quota_reached",
            text % {"limit": settings.DOCUMENT_QUOTA_BYTES // _MEBIBYTE},
            field="file",
        )


def _get_or_create(
    actor: User,
    enterprise: Enterprise,
    kind: str,
    file: CleanFile,
    names: Sequence[str],
    *,
    has_quota: bool,
) -> DocumentVersion:
    with transaction.atomic():
        # Simultaneous uploads must neither create one version twice nor exceed the quota together.
        Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)
        existing = _existing(enterprise, kind, file)
        if existing is not None:
            return existing
        size = file.size + (file.original.size if file.original else 0)
        if has_quota:
            _require_quota(actor, enterprise, kind, size)
        version = DocumentVersion.objects.create(
            enterprise=enterprise,
            kind=kind,
            filename=file.filename,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            stored_name=names[0],
            uploaded_by=actor,
            uploaded_at=clock.now(),
        )
        keep_preview(version, file.thumbnail)
        if file.original is not None:
            _keep_original(version, file.original, names[1])
        request_scan(version)
        return version


def _keep_original(version: DocumentVersion, original: SealedFile, stored_name: str) -> None:
    SealedOriginal.objects.create(
        version=version,
        stored_name=stored_name,
        size=original.size,
        sha256=original.sha256,
        signature_count=original.signatures.count,
        signatures=[each.as_json() for each in original.signatures.read],
    )

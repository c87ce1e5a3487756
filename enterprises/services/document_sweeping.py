"""The nightly clean-up of the document store.

It deletes files without a row (a crash between file and commit), incomplete uploads, and files
attached to no application. Each run covers a part of the store, another one each night, so that it
ends however large the store is. A file being written is younger than `DOCUMENT_ORPHAN_AGE`.
"""

import logging
import shutil
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, QuerySet
from django.db.models.deletion import PROTECT
from django.db.models.fields.reverse_related import ForeignObjectRel

from common.dates import clock
from enterprises.models import DocumentVersion, SealedOriginal
from enterprises.services import document_files

PER_RUN: Final = 20_000
DELETED_PER_RUN: Final = 1_000
_BATCH: Final = 500
logger = logging.getLogger(__name__)


def sweep() -> dict[str, int]:
    """Delete everything that is not needed and return the number of files deleted, by kind."""
    swept = {
        "scratch": sweep_scratch(),
        "unused": sweep_unused(),
        "orphans": sweep_orphans(),
    }
    logger.info("documents swept: %s", swept)
    return swept


def sweep_scratch() -> int:
    """Delete incomplete uploads that a killed process left behind; return how many."""
    folder, swept = Path(settings.FILE_UPLOAD_TEMP_DIR), 0
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        try:
            if not _is_old(datetime.fromtimestamp(path.stat().st_mtime, UTC)):
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        except FileNotFoundError:
            # The upload was completed, or another sweep deleted it.
            continue
        swept += 1
    return swept


def sweep_unused() -> int:
    """Delete files attached to no application for DOCUMENT_UNUSED_RETENTION; return how many.

    The database protects attached rows, also one that is attached in the meantime.
    """
    before = clock.now() - settings.DOCUMENT_UNUSED_RETENTION
    old = _unattached().filter(uploaded_at__lt=before).order_by("id")
    swept = 0
    named = old.values_list("pk", "stored_name", "original__stored_name")
    for pk, *names in named[:DELETED_PER_RUN]:
        try:
            with transaction.atomic():
                locked = _unattached().select_for_update(of=("self",), skip_locked=True)
                if not locked.filter(pk=pk).exists():
                    continue
                DocumentVersion.objects.filter(pk=pk).delete()
        except ProtectedError:
            continue
        # After the row: a crash in between leaves an orphan, never a row without its file.
        for name in filter(None, names):
            document_files.delete(name)
        swept += 1
    return swept


def sweep_orphans() -> int:
    """Delete files without a row; return how many."""
    swept, names = 0, islice(_stored_names(), PER_RUN)
    while batch := list(islice(names, _BATCH)):
        for name in set(batch) - _with_row(batch):
            if swept < DELETED_PER_RUN and _is_orphan(name):
                document_files.delete(name)
                swept += 1
    return swept


def _is_orphan(name: str) -> bool:
    """Tell whether the file is old and still has no row: its upload may have committed since."""
    try:
        changed = document_files.storage().get_modified_time(name)
    except FileNotFoundError:
        return False
    return _is_old(changed) and not _with_row([name])


def _with_row(names: Collection[str]) -> set[str]:
    """Return those of the names that a row has, of a clean file or of a signed original."""
    return {
        name
        for model in (DocumentVersion, SealedOriginal)
        for (name,) in model.objects.filter(stored_name__in=names).values_list("stored_name")
    }


def _is_old(changed: datetime) -> bool:
    return changed < clock.now() - settings.DOCUMENT_ORPHAN_AGE


def _stored_names() -> Iterator[str]:
    """Yield the names in the store, a folder per enterprise, from a different start each night."""
    storage = document_files.storage()
    try:
        folders, _files = storage.listdir("")
    except FileNotFoundError:
        return
    folders.sort()
    # 97 and 256 are coprime, so every folder is the start on some night.
    start = f"{clock.today().toordinal() * 97 % 256:02x}"
    for folder in [f for f in folders if f >= start] + [f for f in folders if f < start]:
        for name in storage.listdir(folder)[1]:
            yield f"{folder}/{name}"


def _unattached() -> QuerySet[DocumentVersion]:
    """Return versions that no row protects; relations from higher apps are found through Django."""
    versions = DocumentVersion.objects.all()
    for relation in DocumentVersion._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is PROTECT:
            rows = relation.related_model._base_manager
            versions = versions.filter(
                ~Exists(rows.filter(**{relation.field.name: OuterRef("pk")}))
            )
    return versions

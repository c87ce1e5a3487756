"""What is taken out of the document store at night.

Files without a row (a crash between file and commit), half uploads, and files that stand in no
application. One run looks at a part only, another each night, so that it ends however large the
store is. A file that is just being written is younger than `DOCUMENT_ORPHAN_AGE` and stays.
"""

import logging
import shutil
from collections.abc import Iterator
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
from enterprises.models import DocumentVersion
from enterprises.services import document_files

PER_RUN: Final = 20_000
DELETED_PER_RUN: Final = 1_000
_BATCH: Final = 500
logger = logging.getLogger(__name__)


def sweep() -> dict[str, int]:
    """Deletes what nobody needs and returns how much of each kind."""
    swept = {
        "scratch": sweep_scratch(),
        "unused": sweep_unused(),
        "orphans": sweep_orphans(),
    }
    logger.info("documents swept: %s", swept)
    return swept


def sweep_scratch() -> int:
    """Half uploads that a killed process left."""
    folder, swept = Path(settings.FILE_UPLOAD_TEMP_DIR), 0
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        try:
            if not _is_old(datetime.fromtimestamp(path.stat().st_mtime, UTC)):
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        except FileNotFoundError:
            # It was finished, or another sweep was here.
            continue
        swept += 1
    return swept


def sweep_unused() -> int:
    """Files of no application, old or new, that were uploaded long ago.

    What is attached is protected by the database: a row that gets attached meanwhile stays.
    """
    before = clock.now() - settings.DOCUMENT_UNUSED_KEPT
    old = _unattached().filter(uploaded_at__lt=before).order_by("id")
    swept = 0
    for pk, name in old.values_list("pk", "stored_name")[:DELETED_PER_RUN]:
        try:
            with transaction.atomic():
                locked = _unattached().select_for_update(of=("self",), skip_locked=True)
                if not locked.filter(pk=pk).exists():
                    continue
                DocumentVersion.objects.filter(pk=pk).delete()
        except ProtectedError:
            continue
        # After the row: a crash in between leaves an orphan, never a row without its file.
        document_files.delete(name)
        swept += 1
    return swept


def sweep_orphans() -> int:
    """Files without a row."""
    swept, names = 0, islice(_stored_names(), PER_RUN)
    while batch := list(islice(names, _BATCH)):
        known = set(
            DocumentVersion.objects.filter(stored_name__in=batch).values_list(
                "stored_name", flat=True
            )
        )
        for name in set(batch) - known:
            if swept < DELETED_PER_RUN and _is_orphan(name):
                document_files.delete(name)
                swept += 1
    return swept


def _is_orphan(name: str) -> bool:
    """Old enough, and still without a row: its upload may have committed since the first look."""
    try:
        changed = document_files.storage().get_modified_time(name)
    except FileNotFoundError:
        return False
    return _is_old(changed) and not DocumentVersion.objects.filter(stored_name=name).exists()


def _is_old(changed: datetime) -> bool:
    return changed < clock.now() - settings.DOCUMENT_ORPHAN_AGE


def _stored_names() -> Iterator[str]:
    """Names in the store, a folder per enterprise, beginning elsewhere each night."""
    storage = document_files.storage()
    try:
        folders, _files = storage.listdir("")
    except FileNotFoundError:
        return
    folders.sort()
    # 97 is prime to 256, so every beginning gets its night.
    begin = f"{clock.today().toordinal() * 97 % 256:02x}"
    for folder in [f for f in folders if f >= begin] + [f for f in folders if f < begin]:
        for name in storage.listdir(folder)[1]:
            yield f"{folder}/{name}"


def _unattached() -> QuerySet[DocumentVersion]:
    """Versions that no row of any app protects; apps above this one are known to Django only."""
    found = DocumentVersion.objects.all()
    for relation in DocumentVersion._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is PROTECT:
            rows = relation.related_model._base_manager
            found = found.filter(~Exists(rows.filter(**{relation.field.name: OuterRef("pk")})))
    return found

"""What the nightly sweep deletes from the document store, and what it must leave."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.storage import storages

from applications.services.attachments import attach, detach
from enterprises.models import DocumentScan, DocumentVersion
from enterprises.services import document_sweeping
from enterprises.services.document_sweeping import (
    sweep,
    sweep_orphans,
    sweep_scratch,
    sweep_unused,
)
from enterprises.services.documents import open_version, store
from tests.enterprises.services.test_documents import files, picture
from tests.factories.enterprises import owned_enterprise
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def scratch(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "scratch"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    with time_machine.travel(NOW, tick=False):
        yield settings.FILE_UPLOAD_TEMP_DIR


def aged(path: Path, **ago: int) -> Path:
    when = (NOW - timedelta(**ago)).timestamp()
    os.utime(path, (when, when))
    return path


def file_without_row(name: str, **ago: int) -> Path:
    """Create a file without a row."""
    path = Path(storages["documents"].location) / name  # type: ignore[attr-defined]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return aged(path, **ago)


def test_files_without_a_row_are_deleted_after_a_day_and_others_stay() -> None:
    owner, enterprise = owned_enterprise()
    stored = store(owner, enterprise, kind="ktp", upload=picture(), filename="a.jpg")
    with_row = aged(files()[0], days=400)
    old = file_without_row(f"{enterprise.uid}/old.jpg", days=1, seconds=1)
    other_folder = file_without_row("ffff/old.pdf", days=9)
    being_written = file_without_row(f"{enterprise.uid}/new.jpg", hours=23)
    assert sweep_orphans() == 2
    assert (old.exists(), other_folder.exists()) == (False, False)
    assert (with_row.exists(), being_written.exists()) == (True, True)
    open_version(stored, by=owner).close()


def test_one_run_is_bounded_and_the_next_nights_do_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(document_sweeping, "DELETED_PER_RUN", 3)
    for number in range(7):
        file_without_row(f"{number:02x}/old.jpg", days=2)
    assert [sweep_orphans() for _night in range(4)] == [3, 3, 1, 0]


def test_each_night_starts_elsewhere_so_that_a_large_store_is_covered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(document_sweeping, "PER_RUN", 4)
    for number in range(0, 256, 16):
        file_without_row(f"{number:02x}/old.jpg", hours=1)
    lost = file_without_row("f0/lost.jpg", days=300)
    for night in range(60):
        with time_machine.travel(NOW + timedelta(days=night), tick=False):
            # The others become old too, but this one has to be reached.
            sweep_orphans()
    assert not lost.exists()


def test_incomplete_uploads_are_deleted_after_a_day(scratch: Path) -> None:
    folder = scratch / "unggahan-old"
    folder.mkdir()
    (folder / "sent").write_bytes(b"x")
    aged(folder, days=2)
    file = scratch / "abc.upload"
    file.write_bytes(b"x")
    aged(file, days=2)
    young = scratch / "unggahan-young"
    young.mkdir()
    aged(young, hours=20)
    assert sweep_scratch() == 2
    assert list(scratch.iterdir()) == [young]


def test_an_unattached_file_is_deleted_after_ninety_days_with_its_row(settings: Any) -> None:
    settings.CLAMD_SOCKET = "127.0.0.1:1"
    owner, enterprise = owned_enterprise()
    store(owner, enterprise, kind="ktp", upload=picture(), filename="a.jpg")
    with time_machine.travel(NOW + timedelta(days=90), tick=False):
        assert sweep_unused() == 0
    with time_machine.travel(NOW + timedelta(days=90, seconds=1), tick=False):
        assert sweep_unused() == 1
    assert (files(), DocumentVersion.objects.count(), DocumentScan.objects.count()) == ([], 0, 0)


def test_a_file_that_is_or_was_attached_stays() -> None:
    cast = cast_of()
    draft = make_application(cast, documents=False)
    store_it = {"kind": "ktp", "upload": picture(), "filename": "a.jpg"}
    version = store(cast.owner, cast.enterprise, **store_it)  # type: ignore[arg-type]
    attachment = attach(cast.owner, draft.pk, requirement="ktp", version=version)
    with time_machine.travel(NOW + timedelta(days=900), tick=False):
        assert sweep() == {"scratch": 0, "unused": 0, "orphans": 0}
        attachment.frozen_at = attachment.removed_at = NOW
        attachment.save(update_fields=["frozen_at", "removed_at"])
        assert sweep_unused() == 0
    assert len(files()) == 1


def test_a_file_removed_from_a_draft_is_deleted() -> None:
    cast = cast_of()
    draft = make_application(cast, documents=False)
    version = store(cast.owner, cast.enterprise, kind="ktp", upload=picture(), filename="a.jpg")
    attachment = attach(cast.owner, draft.pk, requirement="ktp", version=version)
    detach(cast.owner, draft.pk, attachment.pk)
    with time_machine.travel(NOW + timedelta(days=91), tick=False):
        assert sweep_unused() == 1
    assert files() == []


def test_an_empty_portal_is_swept(settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "none"
    assert sweep() == {"scratch": 0, "unused": 0, "orphans": 0}

"""A full disk, a full quota and a busy machine: a clear refusal, and no partial file is left."""

import errno
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage

from common.errors import Conflict, DomainError, InvalidInput, StorageFull, Unavailable
from common.files import uploads
from common.files.cleaning import process
from enterprises.models import DocumentVersion
from enterprises.services.documents import (
    store,
    store_consent_form,
    store_evidence,
    store_received,
)
from tests.common.files.hostile_images import progressive_jpeg
from tests.enterprises.services.test_documents import files, picture
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import owned_enterprise

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cleaned_apart")]


@pytest.fixture(autouse=True)
def scratch(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "scratch"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    yield settings.FILE_UPLOAD_TEMP_DIR
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []


def full(*_args: object, **_kwargs: object) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


def refused(kind: type[DomainError], code: str) -> DomainError:
    owner, enterprise = owned_enterprise()
    with pytest.raises(kind) as refusal:
        store(owner, enterprise, kind="ktp", upload=picture(), filename="a.jpg")
    assert refusal.value.code == code
    assert (files(), DocumentVersion.objects.count()) == ([], 0)
    return refusal.value


def test_a_disk_that_fills_while_copying_or_cleaning(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_copy", "_synced_hash", "clean_in_process"):
        with monkeypatch.context() as patch:
            patch.setattr(uploads, name, full)
            assert refused(StorageFull, "storage_full").status == 507


def test_a_disk_that_fills_in_the_cleaning_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_run", lambda *_: {"errno": errno.ENOSPC})
    assert "penuh" in refused(StorageFull, "storage_full").message


def test_a_document_disk_that_fills_half_way_leaves_no_partial_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def half(self: FileSystemStorage, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True)
        path.write_bytes(b"half")
        return str(full())

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    refused(StorageFull, "storage_full")


def test_another_error_of_the_disk_is_not_reported_as_full(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise OSError(errno.EIO, "I/O error")

    monkeypatch.setattr(uploads, "_copy", broken)
    owner, enterprise = owned_enterprise()
    with pytest.raises(OSError, match="I/O error"):
        store(owner, enterprise, kind="ktp", upload=picture(), filename="a.jpg")


def test_an_enterprise_stores_no_more_than_its_quota(settings: Any) -> None:
    owner, enterprise = owned_enterprise()
    first = store(owner, enterprise, kind="ktp", upload=picture(), filename="a.jpg")
    settings.DOCUMENT_QUOTA_BYTES = first.size + 10
    with pytest.raises(Conflict) as refusal:
        store(owner, enterprise, kind="ktp", upload=picture("blue"), filename="b.jpg")
    assert (refusal.value.code, len(files())) == ("quota_reached", 1)
    # A file stored already costs nothing, and others have their own quota.
    assert store(owner, enterprise, kind="ktp", upload=picture(), filename="a.jpg") == first
    other, others = owned_enterprise()
    store(other, others, kind="ktp", upload=picture("blue"), filename="b.jpg")


def test_what_others_send_takes_no_room_of_the_enterprise_and_needs_none(settings: Any) -> None:
    owner, enterprise = owned_enterprise()
    first = store(owner, enterprise, kind="ktp", upload=picture(), filename="a.jpg")
    settings.DOCUMENT_QUOTA_BYTES = first.size * 3 // 2
    helper, official = UserFactory(is_helper=True), UserFactory()
    store_consent_form(helper, enterprise, upload=picture("blue"), filename="f.jpg")
    store_evidence(UserFactory(), enterprise, upload=picture("red"), filename="e.jpg")
    with pytest.raises(Conflict):
        store(owner, enterprise, kind="npwp", upload=picture("blue"), filename="n.jpg")
    # A letter at the counter is taken although the enterprise's store is full.
    letter = store_received(
        official, enterprise, kind="objection", upload=picture("green"), filename="s.jpg"
    )
    assert letter.uploaded_by == official
    with pytest.raises(Conflict) as refusal:
        store_consent_form(helper, enterprise, upload=picture("yellow"), filename="g.jpg")
    assert refusal.value.code == "quota_reached"


def test_a_cleaning_process_that_takes_too_long_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(process, "WALL_SECONDS", 0.8)
    owner, enterprise = owned_enterprise()
    slow = tmp_path / "slow"
    slow.write_bytes(progressive_jpeg(4000))
    with slow.open("rb") as upload, pytest.raises(InvalidInput) as refusal:
        store(owner, enterprise, kind="ktp", upload=upload, filename="a.jpg")
    assert (refusal.value.code, files()) == ("too_heavy", [])


def test_more_files_at_once_than_there_are_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_SLOTS", threading.BoundedSemaphore(1))
    monkeypatch.setattr(process, "WALL_SECONDS", 0.01)
    assert process._SLOTS.acquire()
    assert refused(Unavailable, "busy").status == 503


def test_a_process_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr(subprocess, "run", none)
    refused(Unavailable, "busy")

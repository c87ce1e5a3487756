"""Signed PDFs: the sealed original is kept, scanned, opened and deleted with its cleaned copy."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction

from accounts.models import User
from common.errors import Conflict, InvalidInput, NotFound, Withheld
from common.files.cleaning import __main__ as cleaning
from common.files.cleaning import process as cleaning_process
from common.files.signatures import __main__ as reading
from common.files.signatures import process as signatures_process
from common.files.signatures.found import Signature, Signatures, SignatureState
from enterprises.enums import ScanState
from enterprises.models import DocumentScan, DocumentVersion, Enterprise, SealedOriginal
from enterprises.selectors.originals import Seal, original_filename, seal_of
from enterprises.services.document_sweeping import sweep_orphans, sweep_unused
from enterprises.services.documents import open_original, open_version, store
from enterprises.services.scanning import scan_waiting
from tests.common.files.clamd import clamd
from tests.common.files.hostile_files import plain_pdf
from tests.common.files.signed_pdfs import SIGNED_AT, SIGNER, altered, signed
from tests.enterprises.services.test_document_sweeping import aged
from tests.enterprises.services.test_documents import files, picture
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import owned_enterprise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning_process, "_run", cleaning.main)
    monkeypatch.setattr(signatures_process, "_run", reading.main)


@pytest.fixture(autouse=True)
def signing_time() -> Iterator[None]:
    with time_machine.travel(SIGNED_AT, tick=False):
        yield


@pytest.fixture
def owned() -> tuple[User, Enterprise]:
    return owned_enterprise()


def keep(owned: tuple[User, Enterprise], content: bytes) -> DocumentVersion:
    owner, enterprise = owned
    upload = BytesIO(content)
    version = store(owner, enterprise, kind="nib", upload=upload, filename="NIB.pdf")
    return DocumentVersion.objects.select_related("original").get(pk=version.pk)


def test_the_original_is_kept_beside_its_cleaned_copy(owned: tuple[User, Enterprise]) -> None:
    content = signed()
    version = keep(owned, content)
    row = SealedOriginal.objects.get()
    assert (row.version_id, row.size) == (version.pk, len(content))
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    with (
        open_original(version, by=owned[0]) as original,
        open_version(version, by=owned[0]) as copy,
    ):
        assert original.read() == content
        assert b"/ByteRange" not in copy.read()
    whole = Signature(SIGNER, SIGNED_AT, None, is_timestamp=False, state=SignatureState.WHOLE)
    assert seal_of(version) == Seal(len(content), Signatures(1, (whole,)))
    assert [path.stat().st_mode & 0o777 for path in files()] == [0o600, 0o600]
    assert original_filename(version.filename) == "NIB (asli).pdf"


def test_what_is_not_signed_has_no_original(owned: tuple[User, Enterprise]) -> None:
    version = keep(owned, plain_pdf())
    assert (seal_of(version), SealedOriginal.objects.count(), len(files())) == (None, 0, 1)
    with pytest.raises(NotFound) as refusal:
        open_original(version, by=owned[0])
    assert refusal.value.code == "no_original"


def test_what_cleans_to_the_same_bytes_is_not_the_same_evidence(
    owned: tuple[User, Enterprise],
) -> None:
    content = signed()
    whole, again, broken = (keep(owned, each) for each in (content, content, altered(content)))
    assert (again.pk, broken.pk == whole.pk) == (whole.pk, False)
    assert whole.sha256 == broken.sha256
    states = [row["state"] for each in (whole, broken) for row in each.original.signatures]
    assert (states, len(files())) == (["whole", "broken"], 4)


def test_a_signature_that_cannot_be_read_refuses_nothing(
    owned: tuple[User, Enterprise], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signatures_process, "_run", lambda _source: {"unreadable": True})
    version = keep(owned, signed())
    assert seal_of(version) == Seal(version.original.size, Signatures(0, ()))


def test_the_original_counts_towards_the_quota(
    owned: tuple[User, Enterprise], settings: Any
) -> None:
    version = keep(owned, signed())
    settings.DOCUMENT_QUOTA_BYTES = version.size + version.original.size + 100
    with pytest.raises(Conflict) as refusal:
        keep(owned, signed(plain_pdf(text="Lain")))
    assert (refusal.value.code, len(files())) == ("quota_reached", 2)


def test_a_failed_write_leaves_neither_file(
    owned: tuple[User, Enterprise], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**fields: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(SealedOriginal.objects, "create", broken)
    with pytest.raises(DatabaseError):
        keep(owned, signed())
    assert (files(), DocumentVersion.objects.count()) == ([], 0)


def test_the_sweep_leaves_a_kept_original_and_deletes_it_with_its_document(
    owned: tuple[User, Enterprise],
) -> None:
    keep(owned, signed())
    for path in files():
        aged(path, days=9)
    assert (sweep_orphans(), len(files())) == (0, 2)
    with time_machine.travel(SIGNED_AT + timedelta(days=90, seconds=1), tick=False):
        assert sweep_unused() == 1
    assert (files(), SealedOriginal.objects.count(), DocumentVersion.objects.count()) == ([], 0, 0)


def test_an_original_without_a_row_is_swept(owned: tuple[User, Enterprise]) -> None:
    version = keep(owned, signed())
    lost = next(path for path in files() if str(path).endswith(version.original.stored_name))
    SealedOriginal.objects.all().delete()
    aged(lost, days=9)
    assert (sweep_orphans(), lost.exists(), len(files())) == (1, False, 1)


@pytest.mark.parametrize(("bad", "state"), [(b"/ByteRange", "infected"), (b"\0never", "clean")])
def test_the_scanner_sees_the_original_too(
    owned: tuple[User, Enterprise], settings: Any, bad: bytes, state: str
) -> None:
    with clamd() as daemon:
        settings.CLAMD_SOCKET = daemon.address
        daemon.bad = bad
        version = keep(owned, signed())
        with pytest.raises(Withheld) as waiting:
            open_original(version, by=UserFactory())
        assert waiting.value.code == "file_waiting"
        scan_waiting()
        assert (DocumentScan.objects.get().state, len(daemon.seen)) == (state, 2)
        if state == ScanState.INFECTED:
            version = DocumentVersion.objects.get()
            with pytest.raises(Withheld):
                open_original(version, by=owned[0])
            with pytest.raises(InvalidInput):
                keep(owned, _stored(version))


def _stored(version: DocumentVersion) -> bytes:
    path = next(path for path in files() if str(path).endswith(version.original.stored_name))
    return path.read_bytes()


def test_an_original_that_is_gone_is_missing(owned: tuple[User, Enterprise]) -> None:
    version = keep(owned, signed())
    Path(next(p for p in files() if str(p).endswith(version.original.stored_name))).unlink()
    with pytest.raises(NotFound) as refusal:
        open_original(version, by=owned[0])
    assert refusal.value.code == "file_missing"


def test_the_database_keeps_what_was_read(owned: tuple[User, Enterprise]) -> None:
    keep(owned, signed())
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        SealedOriginal.objects.update(signatures=[])
    owner, enterprise = owned
    photo = store(owner, enterprise, kind="ktp", upload=picture(), filename="a.jpg")
    good = {"version": photo, "stored_name": "a", "size": 1, "sha256": "0" * 64}
    bad: list[dict[str, Any]] = [
        {"size": 0, "signature_count": 0},
        {"signature_count": 0, "signatures": [{}]},
        {"signature_count": 99, "signatures": [{}] * 21},
        {"signature_count": 1, "signatures": {"a": 1}},
    ]
    for fields in bad:
        with pytest.raises(DatabaseError), transaction.atomic():
            SealedOriginal.objects.create(**{**good, **fields})

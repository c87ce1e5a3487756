"""The document store."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError
from PIL import Image

from common.errors import NotPermitted, UnsupportedMedia
from enterprises.models import DocumentVersion
from enterprises.services.documents import open_version, store
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import owned_enterprise

pytestmark = pytest.mark.django_db


def picture(colour: str = "red") -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    out.seek(0)
    return out


def files() -> list[Path]:
    root = Path(storages["documents"].location)  # type: ignore[attr-defined]
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_a_file_is_stored_privately_under_another_name() -> None:
    owner, enterprise = owned_enterprise()
    version = store(owner, enterprise, kind="ktp", upload=picture(), filename="KTP saya.jpg")
    assert (version.filename, version.media_type, version.kind) == (
        "KTP saya.jpg",
        "image/jpeg",
        "ktp",
    )
    assert "KTP" not in version.stored_name
    with open_version(version, by=owner) as stored:
        content = stored.read()
    assert (len(content), content[:3]) == (version.size, b"\xff\xd8\xff")
    assert [path.stat().st_mode & 0o777 for path in files()] == [0o600]


def test_the_same_file_twice_is_one_version() -> None:
    owner, enterprise = owned_enterprise()
    first = store(owner, enterprise, kind="ktp", upload=picture(), filename="a.jpg")
    again = store(owner, enterprise, kind="ktp", upload=picture(), filename="b.jpg")
    other = store(owner, enterprise, kind="kk", upload=picture(), filename="a.jpg")
    assert (again.pk, other.pk == first.pk, len(files())) == (first.pk, False, 2)


def test_a_failed_write_leaves_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    owner, enterprise = owned_enterprise()

    def broken(**fields: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(DocumentVersion.objects, "create", broken)
    with pytest.raises(DatabaseError):
        store(owner, enterprise, kind="ktp", upload=picture(), filename="a.jpg")
    assert files() == []


def test_strangers_and_bad_files_are_refused() -> None:
    owner, enterprise = owned_enterprise()
    with pytest.raises(NotPermitted):
        store(UserFactory(), enterprise, kind="ktp", upload=picture(), filename="a.jpg")
    with pytest.raises(UnsupportedMedia):
        store(owner, enterprise, kind="ktp", upload=io.BytesIO(b"MZ" * 99), filename="a.jpg")
    assert (files(), DocumentVersion.objects.count()) == ([], 0)

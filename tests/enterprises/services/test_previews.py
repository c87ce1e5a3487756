"""Thumbnails: made with the upload, later, or never, and never at the expense of the upload."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from PIL import Image

from common.dates import clock
from common.errors import NotFound, Unavailable, Withheld
from common.files import uploads
from common.files.cleaning.__main__ import main as clean
from common.files.cleaning.process import Cleaned
from common.files.rendering.cannot import CannotRender
from common.files.rendering.process import RendererBusy
from enterprises.enums import ScanState
from enterprises.models import DocumentPreview, DocumentScan, DocumentVersion
from enterprises.selectors.previews import Preview, preview_of
from enterprises.services import document_files, previews
from enterprises.services.document_sweeping import sweep_unused
from enterprises.services.documents import store
from enterprises.services.previews import make_missing_previews, page_of, thumbnail_of
from tests.common.files.hostile_files import plain_pdf
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import DocumentVersionFactory, owned_enterprise

pytestmark = pytest.mark.django_db


def photo(colour: str = "red") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "JPEG")
    out.seek(0)
    return out


def stored(content: BytesIO, name: str = "a.jpg") -> DocumentVersion:
    owner, enterprise = owned_enterprise()
    return store(owner, enterprise, kind="ktp", upload=content, filename=name)


def without_preview(version: DocumentVersion) -> DocumentVersion:
    """Return a file as it was before there were thumbnails."""
    DocumentPreview.objects.filter(version=version).delete()
    return DocumentVersion.objects.get(pk=version.pk)


def test_a_photo_and_a_pdf_get_theirs_when_they_are_stored() -> None:
    picture = stored(photo())
    pdf = stored(BytesIO(plain_pdf(pages=2)), "a.pdf")
    assert preview_of(picture) == Preview(width=240, height=160, pages=1)
    assert preview_of(pdf) == Preview(width=240, height=311, pages=2)
    for version in (picture, pdf):
        with Image.open(BytesIO(thumbnail_of(version, by=UserFactory()))) as small:
            assert small.size == (version.preview.width, version.preview.height)


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (CannotRender("too_heavy"), Preview(width=0, height=0, pages=2)),
        (RendererBusy(), None),
        (OSError(28, "No space left on device"), None),
    ],
)
def test_an_upload_never_fails_for_its_thumbnail(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, expected: Preview | None
) -> None:
    def fails(*_args: object, **_kwargs: object) -> None:
        raise failure

    monkeypatch.setattr(uploads, "draw", fails)
    assert preview_of(stored(BytesIO(plain_pdf(pages=2)), "a.pdf")) == expected


def test_a_photo_without_thumbnail_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(file_format: str, source: Path, target: Path) -> Cleaned:
        answer = clean(file_format, source, target)
        return Cleaned(answer["width"], answer["height"], None, None)

    monkeypatch.setattr(uploads, "clean_in_process", without)
    assert preview_of(stored(photo())) is None


def test_a_file_from_before_is_drawn_when_it_is_asked_for_and_not_stored() -> None:
    version = without_preview(stored(photo()))
    with Image.open(BytesIO(thumbnail_of(version, by=UserFactory()))) as small:
        assert small.size == (240, 160)
    assert not DocumentPreview.objects.exists()


def test_missing_ones_are_made_once() -> None:
    picture = without_preview(stored(photo()))
    pdf = without_preview(stored(BytesIO(plain_pdf(pages=2)), "a.pdf"))
    assert (make_missing_previews(), make_missing_previews()) == (2, 0)
    for version, expected in (
        (picture, Preview(width=240, height=160, pages=1)),
        (pdf, Preview(width=240, height=311, pages=2)),
    ):
        assert preview_of(DocumentVersion.objects.get(pk=version.pk)) == expected


def test_what_cannot_be_drawn_is_tried_once_and_what_is_gone_waits() -> None:
    broken = without_preview(stored(photo()))
    path = Path(document_files.storage().path(broken.stored_name))
    path.write_bytes(b"\xff\xd8\xff")
    DocumentVersionFactory(filename="gone.jpg")
    assert (make_missing_previews(), make_missing_previews()) == (1, 0)
    assert [row.version_id for row in DocumentPreview.objects.all()] == [broken.pk]
    with pytest.raises(NotFound):
        thumbnail_of(DocumentVersion.objects.get(pk=broken.pk), by=UserFactory())


def test_an_infected_file_is_not_drawn(settings: Any) -> None:
    version = without_preview(stored(photo()))
    DocumentScan.objects.create(
        version=version,
        state=ScanState.INFECTED,
        signature="Eicar",
        scanned_at=clock.now(),
        next_attempt_at=clock.now(),
    )
    assert make_missing_previews() == 0
    with pytest.raises(Withheld):
        thumbnail_of(DocumentVersion.objects.get(pk=version.pk), by=UserFactory())


def test_a_round_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    without_preview(stored(photo()))
    monkeypatch.setattr(previews, "_ROUND_SECONDS", -1.0)
    assert make_missing_previews() == 0


def test_batches_go_on_behind_files_that_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "_BATCH", 2)
    old = without_preview(stored(photo()))
    for _number in range(5):
        DocumentVersionFactory()
    assert make_missing_previews() == 1
    assert DocumentPreview.objects.get().version_id == old.pk


def test_pages_are_those_of_a_pdf() -> None:
    pdf, picture = stored(BytesIO(plain_pdf(pages=2)), "a.pdf"), stored(photo())
    reader = UserFactory()
    assert page_of(pdf, 2, by=reader)[:4] == b"RIFF"
    for version, number in ((pdf, 3), (pdf, 0), (pdf, 10**30), (picture, 1)):
        with pytest.raises(NotFound):
            page_of(version, number, by=reader)


def test_a_busy_renderer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = stored(BytesIO(plain_pdf()), "a.pdf")

    def busy(*_args: object, **_kwargs: object) -> None:
        raise RendererBusy

    monkeypatch.setattr(previews, "draw", busy)
    with pytest.raises(Unavailable):
        page_of(pdf, 1, by=UserFactory())


def test_the_thumbnail_goes_with_its_file() -> None:
    version = stored(photo())
    DocumentVersion.objects.filter(pk=version.pk).delete()
    assert (DocumentPreview.objects.count(), sweep_unused()) == (0, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"picture": b"x" * 12_289, "width": 1, "height": 1},
        {"picture": b"x", "width": 0, "height": 0},
        {"picture": b"x", "width": 241, "height": 1},
        {"picture": b"x", "width": 1, "height": 321},
        {"picture": b"", "width": 1, "height": 1},
    ],
)
def test_the_database_keeps_thumbnails_small(fields: dict[str, Any]) -> None:
    version = DocumentVersionFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentPreview.objects.create(version=version, pages=1, **fields)

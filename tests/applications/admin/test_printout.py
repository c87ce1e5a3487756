"""An application as one PDF."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Pdf
from pypdfium2 import PdfDocument

from applications.models import Application
from applications.services.transitions import perform
from common.files.merging import process
from common.files.merging.cannot import CannotMerge
from enterprises.enums import ScanState
from enterprises.services import document_files
from tests.applications.admin.backoffice import LIST, address, text_of
from tests.applications.web.test_files import current, mark, sent
from tests.clients import web_client
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_in_this_process")]


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def printed(cast: Cast, application: Application) -> Pdf:
    path = f"{LIST}{application.pk}/pdf/"
    answer: Any = web_client(cast.verifier).get(path)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{application.number}.pdf"'
    assert "no-store" in answer["Cache-Control"]
    return Pdf.open(BytesIO(b"".join(answer.streaming_content)))


def test_the_summary_is_followed_by_every_page_of_the_documents(cast: Cast) -> None:
    application = sent(cast)
    perform(cast.verifier, application.pk, "start_review")
    with printed(cast, application) as pdf:
        # Four photos, and a family card of two pages.
        summary = len(pdf.pages) - 6
        assert 1 <= summary <= 3
        assert {tuple(round(float(x)) for x in page.mediabox) for page in pdf.pages} == {
            (0, 0, 595, 842)
        }
        assert pdf.docinfo["/Title"] == f"{application.number} · {cast.enterprise.name}"
        laid_over = [
            index - summary
            for index, page in enumerate(pdf.pages)
            if any(
                str(x.get("/Subtype")) == "/Form"
                for x in page.resources.get("/XObject", {}).values()
            )
        ]
        assert laid_over == [1, 2]


def test_what_cannot_be_bound_is_named_and_the_rest_is_printed(cast: Cast, settings: Any) -> None:
    application = sent(cast)
    settings.CLAMD_SOCKET = "127.0.0.1:1"
    mark(current(application, "ktp"), ScanState.INFECTED)
    mark(current(application, "nib_or_sku"), ScanState.WAITING)
    document_files.delete(current(application, "sales_note").version.stored_name)
    with printed(cast, application) as pdf:
        assert 4 <= len(pdf.pages) <= 6


def test_a_damaged_file_leaves_the_summary(cast: Cast) -> None:
    application = sent(cast)
    version = current(application, "kk").version
    Path(document_files.storage().path(version.stored_name)).write_bytes(b"%PDF-1.7")
    with printed(cast, application) as pdf:
        assert 1 <= len(pdf.pages) <= 3


def test_a_busy_binder_brings_the_page_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    application = sent(cast)

    class NoSlots:
        def acquire(self, *, timeout: float) -> bool:
            return False

    monkeypatch.setattr(process, "_SLOTS", NoSlots())
    client = web_client(cast.verifier)
    answer = client.get(f"{LIST}{application.pk}/pdf/")
    assert answer["Location"] == address(application)
    assert "PDF ini belum dapat disusun sekarang." in text_of(client.get(address(application)))


def test_what_never_ends_is_ended(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    application = sent(cast)
    tried: list[Any] = []

    def run(folder: Path) -> None:
        tried.append(sorted(path.name for path in folder.iterdir()))
        raise CannotMerge("too_heavy")

    monkeypatch.setattr(process, "_run", run)
    client = web_client(cast.verifier)
    answer = client.get(f"{LIST}{application.pk}/pdf/")
    assert answer["Location"] == address(application)
    # First with its documents, then without.
    assert [len(names) for names in tried] == [7, 2]


def test_only_officials_in_scope_print(cast: Cast) -> None:
    application = sent(cast)
    path = f"{LIST}{application.pk}/pdf/"
    assert web_client(cast_of("35.15").verifier).get(path).status_code == 404
    assert web_client(cast.owner).get(path).status_code == 302
    assert web_client(cast.verifier).post(path).status_code == 405


def words_and_right_edge(pdf: Pdf) -> tuple[str, float]:
    """Return the text of all pages without break opportunities, and where the widest line ends."""
    content = BytesIO()
    pdf.save(content)
    with PdfDocument(content.getvalue()) as read:
        pages = [page.get_textpage() for page in read]
        text = " ".join(page.get_text_bounded() for page in pages).replace("\u200b", "")
        ends = [page.get_charbox(at)[2] for page in pages for at in range(page.count_chars())]
    return " ".join(text.split()), max(ends)


def test_the_history_lists_what_was_asked_and_no_word_leaves_the_page(cast: Cast) -> None:
    application = make_application(cast, stage="verification")
    perform(
        cast.verifier,
        application.pk,
        "request_revision",
        reason=f"Nama {'W' * 300} terlalu panjang.",
        data={"fields": ["documents.ktp"], "field_reasons": {"documents.ktp": "outdated"}},
    )
    with printed(cast, application) as pdf:
        words, edge = words_and_right_edge(pdf)
    assert "Diminta diperbaiki: KTP (kedaluwarsa)" in words
    assert words.count("W") >= 300
    # A4 is 595 points wide, its margin 57.
    assert edge <= 595 - 56

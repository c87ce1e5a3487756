"""Downloads: pages of a PDF as pictures, thumbnails of files from before, all files at once."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.models import User
from applications.models import Application, Attachment
from applications.services.transitions import perform
from common.dates import clock
from common.files.rendering import process
from enterprises.enums import ScanState
from enterprises.models import DocumentPreview, DocumentScan
from enterprises.services import document_files
from tests.clients import web_client
from tests.common.files.hostile_files import plain_pdf
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.usefixtures("files_in_this_process")
REQUIRED = ("ktp", "kk", "nib_or_sku", "business_photo", "sales_note")


def photo(colour: str = "teal") -> bytes:
    out = BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "JPEG")
    return out.getvalue()


def sent(people: Cast, family_card: bytes = b"") -> Application:
    """Submit an application whose family card is this PDF, or else one of two pages."""
    draft = make_application(people, documents=False)
    client = web_client(people.owner)
    for number, requirement in enumerate(REQUIRED):
        card = family_card or plain_pdf(pages=2)
        content = card if requirement == "kk" else photo(f"#{number}0{number}0ff")
        name = "KK ibu.pdf" if requirement == "kk" else f"{requirement} Siti.jpg"
        path = f"/pengajuan/{draft.pk}/dokumen/{requirement}/"
        answer = client.post(path, {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 302
    return perform(people.owner, draft.pk, "submit", data={"declaration": True})


def current(application: Application, requirement: str) -> Attachment:
    return application.attachments.get(requirement=requirement, removed_at__isnull=True)


def application_url(application: Application, requirement: str) -> str:
    return f"/pengajuan/{application.pk}/berkas/{current(application, requirement).pk}/"


def archive(user: User, application: Application) -> zipfile.ZipFile:
    answer: Any = web_client(user).get(f"/pengajuan/{application.pk}/berkas/semua/")
    assert answer.status_code == 200
    opened = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))
    assert opened.testzip() is None
    return opened


def contents(opened: zipfile.ZipFile) -> list[str]:
    return opened.read("Daftar isi.txt").decode().split("\r\n")


def mark(item: Attachment, state: str) -> None:
    is_open = state == ScanState.WAITING
    DocumentScan.objects.create(
        version=item.version,
        state=state,
        signature="Eicar" if state == ScanState.INFECTED else "",
        scanned_at=None if is_open else clock.now(),
        next_attempt_at=clock.now(),
    )


def test_a_page_of_a_pdf_is_a_picture(people: Cast) -> None:
    application = sent(people)
    client = web_client(people.verifier)
    path = f"{application_url(application, 'kk')}halaman/2/"
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"
    with Image.open(BytesIO(answer.content)) as picture:
        assert picture.width == 1240
    again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for tail in ("halaman/3/", "halaman/0/", f"halaman/{'9' * 40}/"):
        assert client.get(application_url(application, "kk") + tail).status_code == 404
    assert client.get(f"{application_url(application, 'ktp')}halaman/1/").status_code == 404


def test_pages_and_the_archive_are_for_those_who_may_see_the_files(people: Cast) -> None:
    application = sent(people)
    elsewhere = cast_of("35.15")
    paths = (
        f"{application_url(application, 'kk')}halaman/1/",
        f"/pengajuan/{application.pk}/berkas/semua/",
    )
    for path in paths:
        for user, status in (
            (people.owner, 200),
            (people.verifier, 200),
            (elsewhere.verifier, 404),
            (elsewhere.owner, 404),
        ):
            answer: Any = web_client(user).get(path)
            assert answer.status_code == status
            if answer.streaming:
                b"".join(answer.streaming_content)
        assert Client().get(path)["Location"].startswith("/masuk/")
        assert web_client(people.verifier).post(path).status_code == 405


def test_a_busy_renderer_asks_to_come_back(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    application = sent(people)
    monkeypatch.setattr(process, "WAIT_SECONDS", 0.01)
    monkeypatch.setattr(process, "_SLOTS", NoSlots())
    answer = web_client(people.verifier).get(f"{application_url(application, 'kk')}halaman/1/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


class NoSlots:
    """A semaphore that all others hold."""

    def acquire(self, *, timeout: float) -> bool:
        return False


def test_a_thumbnail_from_before_is_drawn_and_written_nowhere(people: Cast) -> None:
    application = sent(people)
    DocumentPreview.objects.all().delete()
    client = web_client(people.verifier)
    for requirement in ("ktp", "kk"):
        answer = client.get(f"{application_url(application, requirement)}kecil/")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert not DocumentPreview.objects.exists()


def test_a_file_that_is_gone_has_no_thumbnail(people: Cast) -> None:
    application = sent(people)
    DocumentPreview.objects.all().delete()
    document_files.delete(current(application, "ktp").version.stored_name)
    path = f"{application_url(application, 'ktp')}kecil/"
    assert web_client(people.verifier).get(path).status_code == 404


def test_the_archive_names_files_by_requirement_and_number(people: Cast) -> None:
    application = sent(people)
    opened = archive(people.verifier, application)
    assert opened.namelist() == [
        "01 KTP.jpg",
        "02 Kartu keluarga.pdf",
        "03 NIB atau surat keterangan usaha.jpg",
        "04 Foto tempat usaha.jpg",
        "05 Catatan penjualan.jpg",
        "Daftar isi.txt",
    ]
    stored = Path(document_files.storage().path(current(application, "kk").version.stored_name))
    assert opened.read("02 Kartu keluarga.pdf") == stored.read_bytes()
    lines = contents(opened)
    assert lines[0].startswith(f"{application.number} · ")
    assert "02 Kartu keluarga.pdf · KK ibu.pdf" in lines
    answer: Any = web_client(people.verifier).get(f"/pengajuan/{application.pk}/berkas/semua/")
    assert (
        answer["Content-Disposition"] == f'attachment; filename="{application.number}-dokumen.zip"'
    )
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "application/zip",
        "nosniff",
    )
    b"".join(answer.streaming_content)


def test_what_is_not_cleared_or_gone_is_left_out_and_said(people: Cast, settings: Any) -> None:
    application = sent(people)
    settings.CLAMD_SOCKET = "127.0.0.1:1"
    mark(current(application, "ktp"), ScanState.INFECTED)
    mark(current(application, "nib_or_sku"), ScanState.WAITING)
    document_files.delete(current(application, "sales_note").version.stored_name)
    opened = archive(people.verifier, application)
    names = ["02 Kartu keluarga.pdf", "04 Foto tempat usaha.jpg", "Daftar isi.txt"]
    assert opened.namelist() == names
    lines = contents(opened)
    left_out = [line for line in lines if line.startswith("TIDAK DISERTAKAN: ")]
    assert [line.split(" · ")[0].removeprefix("TIDAK DISERTAKAN: ") for line in left_out] == [
        "01 KTP.jpg",
        "03 NIB atau surat keterangan usaha.jpg",
        "05 Catatan penjualan.jpg",
    ]
    reasons = [line.strip() for line in lines if line.startswith("    ")]
    assert [reason[:43] for reason in reasons] == [
        "Berkas ini mengandung perangkat lunak berba",
        "Berkas ini sedang diperiksa keamanannya, ja",
        "Berkas ini tidak ditemukan di penyimpanan. ",
    ]
    # Its owner may open what only waits for the scanner.
    assert "03 NIB atau surat keterangan usaha.jpg" in archive(people.owner, application).namelist()


def test_the_archive_of_a_draft_without_files_says_so(people: Cast) -> None:
    draft = make_application(people, documents=False)
    opened = archive(people.owner, draft)
    assert opened.namelist() == ["Daftar isi.txt"]
    assert "Belum ada dokumen." in contents(opened)


def test_the_archive_asks_as_much_for_one_file_as_for_many(people: Cast) -> None:
    application = sent(people)
    client, path = web_client(people.verifier), f"/pengajuan/{application.pk}/berkas/semua/"
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            answer: Any = client.get(path)
            b"".join(answer.streaming_content)
        counts.append(len(queries))
        Attachment.objects.filter(application=application).exclude(requirement="ktp").update(
            removed_at=clock.now()
        )
    assert counts[0] == counts[1]

"""The pages of bulk checks: a file sent, followed and taken as a result, by its sender alone."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.enums import SecurityAction
from accounts.models import SecurityEvent, User
from programs.enums import BulkCheckState
from programs.models import BulkCheck
from programs.services.bulk_check.files import FILES, result_path, sheet_path
from tests.programs.spreadsheets import (
    HEADINGS,
    TABLE,
    checked,
    numbered,
    official,
    sent,
    work_all,
)

pytestmark = pytest.mark.django_db
PAGE = "/admin/kelayakan/"
# Session, person, postings for navigation and permission, and the rows.
LIST_QUERIES = 13
RUN_QUERIES = 7


@pytest.fixture
def person(client: Client) -> User:
    found = official()
    client.force_login(found)
    return found


def send(client: Client, content: bytes, name: str = "calon.csv") -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content, content_type="text/csv")})


def address(check: BulkCheck, part: str = "") -> str:
    return f"{PAGE}{check.pk}/{part}"


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_file_is_sent_followed_and_its_first_rows_are_shown(client: Client, person: User) -> None:
    answer = send(client, TABLE)
    check = BulkCheck.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address(check))
    page = text(client.get(address(check)))
    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in page
    assert "sedang diperiksa" in page
    assert client.get(address(check, "keadaan/")).json() == {
        "state": "running",
        "percent": 0,
        "text": "0 % · 0 baris diperiksa",
        "read": 0,
        "eligible": 0,
        "refused": 0,
        "open": 0,
        "bad": 0,
    }
    work_all()
    assert client.get(address(check, "keadaan/")).json() == {
        "state": "done",
        "percent": 100,
        "text": "100 % · 3 baris diperiksa",
        "read": 3,
        "eligible": 1,
        "refused": 1,
        "open": 0,
        "bad": 1,
    }
    page = text(client.get(address(check)))
    assert "refresh" not in page
    for words in ("selesai diperiksa", "Siti", "belum memenuhi", "kolom “scheme” terbaca"):
        assert words in page
    assert "calon.csv" in text(client.get(PAGE))


def test_the_result_is_text_and_sheet_and_every_download_is_logged(
    client: Client, person: User
) -> None:
    check = checked(person)
    answer = client.get(address(check, "hasil/csv/"))
    name = f"kelayakan-{check.pk}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    rows = list(csv.reader(io.StringIO(content_of(answer).decode())))
    assert rows[0] == ["Hasil", "Alasan", "Baris", *HEADINGS.split(",")]
    assert [row[0] for row in rows[1:]] == ["memenuhi syarat", "belum memenuhi", "tidak terbaca"]
    # What a sheet would execute is harmless.
    assert rows[3][3] == "'=1+1"
    answer = client.get(address(check, "hasil/xlsx/"))
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(content_of(answer))).active
    assert sheet is not None
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
    logged = SecurityEvent.objects.filter(action=SecurityAction.EXPORTED).order_by("id")
    assert [(each.person, each.words) for each in logged] == [
        (person, f"{name}.csv"),
        (person, f"{name}.xlsx"),
    ]


def test_nobody_else_opens_it(client: Client, person: User) -> None:
    check = checked(official())
    for part in ("", "keadaan/", "hasil/csv/", "hasil/xlsx/"):
        assert client.get(address(check, part)).status_code == 404, part
    assert client.post(address(check), {"action": "discard"}).status_code == 404
    assert check.filename not in text(client.get(PAGE))
    assert BulkCheck.objects.filter(pk=check.pk).exists()
    client.force_login(User.objects.create_superuser("kepala@umkm.example", "x", is_demo=True))
    assert client.get(address(check)).status_code == 404


@pytest.mark.parametrize("part", ["hasil/pdf/", "hasil/csv/", "hasil/xlsx/"])
def test_there_is_no_other_result_and_none_before_the_end(
    client: Client, person: User, part: str
) -> None:
    assert client.get(address(sent(person), part)).status_code == 404


def test_a_result_whose_files_are_lost_is_not_found_and_its_page_opens(
    client: Client, person: User
) -> None:
    check = checked(person)
    result_path(check).unlink()
    sheet_path(check).unlink()
    assert client.get(address(check)).status_code == 200
    for part in ("hasil/csv/", "hasil/xlsx/"):
        assert client.get(address(check, part)).status_code == 404


def test_a_second_file_leads_to_the_check_that_is_running(client: Client, person: User) -> None:
    send(client, TABLE)
    answer = send(client, TABLE)
    check = BulkCheck.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address(check))
    assert "Berkas Anda sebelumnya masih diperiksa." in text(client.get(address(check)))


def test_a_file_is_discarded(
    client: Client, person: User, django_capture_on_commit_callbacks: Any
) -> None:
    check = sent(person)
    assert client.post(address(check), {"action": "x"}).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address(check), {"action": "discard"})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert "Berkas dan hasilnya dihapus." in text(client.get(PAGE))
    assert [*FILES.folder().iterdir()] == []
    assert client.get(address(check)).status_code == 404


def test_a_refusal_is_told_in_words(client: Client, person: User) -> None:
    check = checked(person, b"scheme,nama\n")
    assert check.state == BulkCheckState.REFUSED
    page = text(client.get(address(check)))
    assert "Berkas ini hanya berisi nama kolom." in page
    assert "tidak dapat diperiksa" in page
    assert "Unduh hasil" not in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "errorlist"),
        (b"\x00\x01\xff\xfe", "Berkas ini bukan tabel yang terbaca."),
        (b"nama\nSiti\n", "Salah satu baris pertama harus memuat kolom skema"),
        (b"scheme,scheme\na,b\n", "Ada nama kolom yang ganda"),
        (b"PK\x03\x04 rusak", "Berkas Excel ini tidak terbaca."),
    ],
)
def test_a_file_that_is_no_table_is_an_error_of_its_field(
    client: Client, person: User, content: bytes, words: str
) -> None:
    answer = send(client, content)
    assert answer.status_code == 400
    assert words in text(answer)
    assert "errorlist" in text(answer)
    assert not BulkCheck.objects.exists()


def test_limits_are_named_on_the_page_and_in_the_refusal(
    client: Client, person: User, settings: Any
) -> None:
    assert "Paling besar 10 MB dan 50.000 baris." in text(client.get(PAGE))
    settings.BULK_CHECK_MAX_BYTES = 1024 * 1024
    answer = send(client, b"scheme\n" + b"x" * 1024 * 1024)
    assert answer.status_code == 400
    assert "Berkas lebih besar dari 1 MB. Bagilah menjadi beberapa berkas." in text(answer)


def test_the_limit_fits_into_a_request(settings: Any) -> None:
    assert settings.BULK_CHECK_MAX_BYTES < settings.REQUEST_MAX_BYTES


def test_the_pages_are_in_words_and_name_no_code(client: Client, person: User) -> None:
    check = checked(person, TABLE.replace(b"borrower", b"jenis peminjam"))
    for page in (text(client.get(PAGE)), text(client.get(address(check)))):
        for code in ("working_capital", "bad_row", check.stored_name):
            assert code not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_and_three(
    client: Client, person: User, count: int, django_assert_num_queries: Any
) -> None:
    for _file in range(count):
        check = checked(person, numbered(count))
    client.get(PAGE)
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(PAGE)
    assert len(page.context["checks"]) == count
    with django_assert_num_queries(RUN_QUERIES):
        page = client.get(address(check))
    assert len(page.context["rows"]) == count

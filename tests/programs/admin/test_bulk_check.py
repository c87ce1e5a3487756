"""A spreadsheet checked in the admin: judged on the page, returned, never stored."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.enums import Role
from programs.admin.bulk_check import MAX_BYTES
from tests.factories.accounts import OfficialFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/kelayakan/"
TABLE = b"""nama,scheme,on,requested_amount,annual_sales,has_npwp,borrower
Siti,kur-mikro,2026-11-23,40000000,240000000,tidak,person
Budi,kur-mikro,2026-11-23,900000000,240000000,ya,person
=1+1,kur-tak-ada,2026-11-23,1,1,ya,person
"""


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(OfficialFactory(role=Role.VERIFIER))
    return client


def _sent(official: Client, content: bytes, **more: str) -> tuple[int, str]:
    upload = SimpleUploadedFile("calon.csv", content, content_type="text/csv")
    answer = official.post(ADDRESS, {"file": upload, **more})
    return answer.status_code, answer.content.decode()


def test_every_row_is_judged_and_shown_on_the_page(official: Client) -> None:
    status, page = _sent(official, TABLE)
    assert status == 200
    assert "3 baris:" in page
    assert "1 tidak terbaca" in page
    assert "belum memenuhi" in page
    assert "Siti" in page


def test_the_whole_result_is_a_file_that_no_sheet_executes(official: Client) -> None:
    upload = SimpleUploadedFile("calon.csv", TABLE)
    answer = official.post(ADDRESS, {"file": upload, "download": "1"})
    assert answer["Content-Type"].startswith("text/csv")
    lines = answer.content.decode().splitlines()
    assert lines[0].endswith("eligible,codes,messages")
    assert lines[3].startswith("'=1+1")


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\xff\xfe", b"nama\nSiti\n", b"scheme,scheme\na,b\n", b"x" * (MAX_BYTES + 1)],
)
def test_a_file_that_is_no_table_is_refused_with_a_message(
    official: Client, content: bytes
) -> None:
    status, page = _sent(official, content)
    assert status == 400
    assert "errorlist" in page


def test_nothing_of_it_is_stored(official: Client) -> None:
    _sent(official, TABLE)
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.csv"))


def test_a_sheet_of_excel_is_read_like_the_same_table_as_text(official: Client) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        ["nama", "scheme", "on", "requested_amount", "annual_sales", "has_npwp", "borrower"]
    )
    sheet.append(
        ["Siti", "kur-mikro", date(2026, 11, 23), 40_000_000, 240_000_000, False, "person"]
    )
    sheet.append(
        ["Budi", "kur-mikro", date(2026, 11, 23), 900_000_000, 240_000_000, True, "person"]
    )
    content = io.BytesIO()
    book.save(content)
    status, page = _sent(official, content.getvalue())
    assert status == 200
    assert "2 baris:" in page
    assert "1 belum memenuhi" in page


def test_a_broken_sheet_is_an_error_of_its_field(official: Client) -> None:
    status, page = _sent(official, b"PK\x03\x04 rusak")
    assert status == 400
    assert "Berkas Excel ini tidak terbaca." in page

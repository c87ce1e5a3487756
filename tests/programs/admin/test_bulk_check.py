"""A spreadsheet checked in the admin: judged on the page, returned, never stored."""

import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.enums import Role
from common.dates import clock
from common.files.tables import csv_chunks
from programs.admin.bulk_check import MAX_BYTES, in_text, template_table
from programs.kinds.registry import kinds
from programs.selectors.catalogue import editions_in_force
from programs.services.bulk_check import check_file
from tests.factories.accounts import OfficialFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/kelayakan/"
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
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
    answer = official.post(ADDRESS, {"file": upload, "download": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[0][:5] == ["Hasil", "Alasan", "Baris", "nama", "scheme"]
    assert rows[1][:4] == ["memenuhi syarat", rows[1][1], "2", "Siti"]
    assert rows[2][0] == "belum memenuhi"
    assert rows[3][0] == "tidak terbaca"
    assert rows[3][1].startswith("Baris 4, kolom “scheme” terbaca “kur-tak-ada”.")
    assert rows[3][2:4] == ["4", "'=1+1"]


def test_the_result_is_a_sheet_too(official: Client) -> None:
    upload = SimpleUploadedFile("calon.csv", TABLE)
    answer = official.post(ADDRESS, {"file": upload, "download": "xlsx"})
    assert answer["Content-Disposition"] == 'attachment; filename="kelayakan.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("Hasil", "Alasan", "Baris", "nama")
    assert [row[0] for row in rows[1:]] == ["memenuhi syarat", "belum memenuhi", "tidak terbaca"]


def test_a_result_is_corrected_and_sent_again(official: Client) -> None:
    upload = SimpleUploadedFile("calon.csv", TABLE)
    result = official.post(ADDRESS, {"file": upload, "download": "csv"}).content
    corrected = result.replace(b"kur-tak-ada", b"kur-mikro")
    again = SimpleUploadedFile("hasil.csv", corrected)
    answer = official.post(ADDRESS, {"file": again, "download": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[0][:5] == ["Hasil", "Alasan", "Baris", "nama", "scheme"]
    assert [row[3] for row in rows[1:]] == ["Siti", "Budi", "'=1+1"]


def test_more_rows_than_the_page_takes_are_refused_in_words(
    official: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("programs.admin.bulk_check.MOST_ROWS", 2)
    rows = ["scheme", *["tidak-ada"] * 3]
    allowed = SimpleUploadedFile("a.csv", "\n".join(rows[:3]).encode())
    assert official.post(ADDRESS, {"file": allowed}).context["report"].read == 2
    page = official.post(ADDRESS, {"file": SimpleUploadedFile("a.csv", "\n".join(rows).encode())})
    assert page.status_code == 400
    assert "Lebih dari 2 baris" in page.content.decode()


def test_rows_of_an_unknown_scheme_cost_no_query_each(
    official: Client, django_assert_max_num_queries: Any
) -> None:
    rows = "\n".join(["scheme,nama", *["tidak-ada,Siti"] * 300])
    with django_assert_max_num_queries(60):
        page = official.post(ADDRESS, {"file": SimpleUploadedFile("a.csv", rows.encode())})
    assert (page.context["report"].read, page.context["report"].bad) == (300, 300)


def test_a_quote_that_is_never_closed_is_told(official: Client) -> None:
    content = b'scheme,nama\nkur-mikro,"Siti\nkur-mikro,Budi\n'
    page = official.post(ADDRESS, {"file": SimpleUploadedFile("a.csv", content)})
    assert page.status_code == 200, page.content.decode()
    assert page.context["report"].read == 2


def test_the_page_is_in_words_and_names_no_code(official: Client) -> None:
    page = official.get(ADDRESS).content.decode()
    for code in ("requested_amount", "annual_sales", "working_capital", "eligible", "bad_row"):
        assert code not in page


def test_the_template_of_every_scheme_is_judged_eligible_as_it_is(tmp_path: Path) -> None:
    editions = list(editions_in_force(clock.today()))
    assert {edition.scheme.kind for edition in editions} == {kind.code for kind in kinds()}
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    for edition in editions:
        headings, example = template_table(edition)
        source.write_bytes(b"".join(csv_chunks(headings, [in_text(example)])))
        report = check_file(source, out, in_words=True)
        assert (report.read, report.eligible) == (1, 1), out.read_text()
        with out.open(encoding="utf-8", newline="") as stream:
            _head, (_result, reasons, *_cells) = csv.reader(stream)
        # Not even a rule that only warns objects to it.
        assert reasons == "", edition.scheme.code
        assert not ISO_DAY.search(out.read_text()), edition.scheme.code


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_template_that_was_downloaded_is_accepted_as_it_is(
    official: Client, file_format: str
) -> None:
    content = official.get(f"{ADDRESS}templat/kur-mikro/{file_format}/").content
    upload = SimpleUploadedFile(f"templat.{file_format}", content)
    page = official.post(ADDRESS, {"file": upload})
    assert (page.context["report"].read, page.context["report"].eligible) == (1, 1)
    # Days of a workbook come in ISO; people read them as they write them.
    assert not ISO_DAY.search(str(page.context["rows"]))


def test_the_template_has_the_columns_of_the_scheme_in_words(official: Client) -> None:
    answer = official.get(f"{ADDRESS}templat/kur-mikro/csv/")
    assert answer["Content-Disposition"] == 'attachment; filename="kelayakan-kur-mikro.csv"'
    head, example = csv.reader(io.StringIO(answer.content.decode()))
    assert head[:3] == ["Nama", "Skema", "Per tanggal"]
    assert len({*head}) == len(head)
    assert example[1] == "KUR Mikro"
    assert example[2] == f"{clock.today():%d/%m/%Y}"
    started = example[head.index("Tanggal mulai usaha")]
    assert re.fullmatch(r"[0-9]{2}/[0-9]{2}/[0-9]{4}", started)
    assert not [name for name in head if "_" in name]


@pytest.mark.parametrize("path", ["kur-mikro/pdf/", "tidak-ada/csv/"])
def test_there_is_no_other_template(official: Client, path: str) -> None:
    assert official.get(f"{ADDRESS}templat/{path}").status_code == 404


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

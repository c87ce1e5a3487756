"""Registers as workbooks and as other programs leave them: read as CSV is, and nothing lost."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command

from enterprises.models import Enterprise
from enterprises.services.cleaning import FIELDS
from registers.enums import RunState
from registers.models import RegisterRun
from registers.services.importing import import_file
from registers.services.runs import confirm, upload
from registers.services.storage import register_path, table_path
from registers.services.template import template_content
from tests.factories.enterprises import typed_enterprise
from tests.registers.files import counts, importer, numbered, register_of, work_all

pytestmark = pytest.mark.django_db
TABLES = Path(__file__).parents[2] / "common" / "files" / "tables"


def workbook(*rows: dict[str, Any]) -> bytes:
    """Return the template with the rows filled in."""
    book = openpyxl.load_workbook(io.BytesIO(template_content()))
    for row in rows:
        book.worksheets[0].append([row[name] for name in FIELDS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def imported(name: str, tmp_path: Path) -> tuple[Any, str]:
    out = tmp_path / "errors.csv"
    report = import_file(TABLES / name, errors_out=out)
    return report, out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "created"),
    [
        ("two_encodings.csv", 2),
        ("vertical_tab.csv", 3),
        ("empty_columns.csv", 3),
        ("last_cell_missing.csv", 3),
        ("sep_line.csv", 3),
        ("title_before_header.csv", 3),
        ("unicode_text.txt", 3),
    ],
)
def test_what_programs_leave_behind_costs_no_row(tmp_path: Path, name: str, created: int) -> None:
    report, errors = imported(name, tmp_path)
    assert (report.read, report.created, report.bad) == (created, created, 0)
    assert errors == "line,column,reason\n"


def test_names_of_both_encodings_are_right(tmp_path: Path) -> None:
    imported("two_encodings.csv", tmp_path)
    names = Enterprise.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Kopi Café Sari — Gresik", "Salé"]


def test_a_row_of_sums_is_skipped_and_the_summary_says_so() -> None:
    out = io.StringIO()
    call_command("import_enterprises", TABLES / "sum_row.csv", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[-2] == "Baris jumlah yang dilewati: 1"
    assert lines[-1] == (
        '{"read": 3, "created": 3, "updated": 0, "unchanged": 0, "bad": 0, "skipped": 1}'
    )


def test_a_command_names_the_sheet_and_keeps_long_numbers(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(workbook(typed_enterprise(0), typed_enterprise(1)))
    out = io.StringIO()
    call_command("import_enterprises", path, stdout=out)
    assert out.getvalue().splitlines() == [
        "Lembar yang dibaca: Daftar usaha",
        '{"read": 2, "created": 2, "updated": 0, "unchanged": 0, "bad": 0}',
    ]
    first = Enterprise.objects.order_by("pk")[0]
    typed = typed_enterprise(0)
    assert (first.nib, first.nik) == (typed["nib"], typed["nik"])


def test_a_nik_stored_as_a_number_is_refused_with_the_cure(tmp_path: Path) -> None:
    path, out = tmp_path / "register.xlsx", tmp_path / "errors.csv"
    typed = typed_enterprise(0)
    path.write_bytes(
        workbook({**typed, "nik": int(typed["nik"])}, {**typed, "owner_capital": "=1*2"})
    )
    assert import_file(path, errors_out=out).bad == 2
    lines = out.read_text(encoding="utf-8").splitlines()
    column = chr(ord("A") + FIELDS.index("owner_capital"))
    # Below the rows that the template has prepared.
    assert lines[1].startswith('202,nik,"Sel F202 disimpan sebagai angka; Excel hanya menyimpan')
    assert f"Sel {column}203 berisi rumus yang belum pernah dihitung." in "".join(lines[2:])


def test_a_workbook_is_checked_and_imported_from_its_text() -> None:
    staff = importer()
    content = workbook(*numbered(3))
    run = upload(staff, iter([content]), filename="daftar.xlsx")
    assert not table_path(run).exists()
    work_all()
    run.refresh_from_db()
    assert (run.state, run.sheet, run.size) == (RunState.CHECKED, "Daftar usaha", len(content))
    assert table_path(run).exists()
    confirm(staff, run.pk)
    work_all()
    run.refresh_from_db()
    assert (run.state, counts(run)) == (RunState.IMPORTED, (3, 3, 0, 0, 0))
    assert register_path(run).read_bytes() == content


def test_a_workbook_that_breaks_off_is_refused_with_the_reason() -> None:
    staff = importer()
    run = upload(staff, iter([workbook(*numbered(1))]), filename="daftar.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(register_path(run).read_bytes()))
    book.worksheets[0].cell(100_002, 1, "x")
    book.save(register_path(run))
    work_all()
    run.refresh_from_db()
    assert (run.state, run.reason) == (RunState.REFUSED, "too_many_rows")


def test_many_niks_that_end_in_zero_are_a_warning(tmp_path: Path) -> None:
    rounded = [typed_enterprise(n, nik=f"35780117084501{n}0") for n in range(3, 7)]
    errors = io.StringIO()
    path = register_of(tmp_path, *rounded, typed_enterprise(0))
    call_command("import_enterprises", path, stdout=io.StringIO(), stderr=errors)
    assert "Banyak NIK dalam berkas ini berakhiran 0" in errors.getvalue()
    run = RegisterRun.objects.get()
    assert (run.zero_niks, run.has_rounded_niks) == (4, True)


def test_the_template_keeps_numbers_as_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_content()))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == [*FIELDS]
    formats = {name: sheet.cell(2, n).number_format for n, name in enumerate(FIELDS, 1)}
    assert {name for name, form in formats.items() if form == "@"} == {
        "nib", "sku_number", "nik", "npwp", "regency", "kbli", "kbli_version", "phone",
    }  # fmt: skip
    assert sheet.column_dimensions["D"].number_format == "@"
    assert [row[0].value for row in book.worksheets[1].iter_rows(min_row=2)] == [*FIELDS]

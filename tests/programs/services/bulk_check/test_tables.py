"""Bulk checks of the files that people and programs really make."""

import csv
import errno
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from common.errors import InvalidInput, StorageFull
from programs.services.bulk_check import table
from programs.services.bulk_check.checking import BulkReport, check_file

pytestmark = pytest.mark.django_db
TABLES = Path(__file__).parents[3] / "common" / "files" / "tables"


def check(source: Path, tmp_path: Path) -> tuple[BulkReport, list[dict[str, str]]]:
    out = tmp_path / "out.csv"
    report = check_file(source, out)
    with out.open(encoding="utf-8", newline="") as stream:
        return report, list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("name", "amounts"),
    [
        ("false_dimension.xlsx", ["50000000", "60000000"]),
        ("bad_fill.xlsx", ["50000000", "60000000"]),
    ],
)
def test_every_row_of_a_workbook_is_read(tmp_path: Path, name: str, amounts: list[str]) -> None:
    report, rows = check(TABLES / name, tmp_path)
    assert [row["requested_amount"] for row in rows] == amounts
    assert (report.read, report.bad, report.sheet) == (2, 0, "Sheet")


def test_the_sheet_that_was_read_is_named(tmp_path: Path) -> None:
    report, rows = check(TABLES / "hidden_sheet.xlsx", tmp_path)
    assert (report.sheet, [row["scheme"] for row in rows]) == ("Data", ["kur-mikro"])


def test_a_formula_without_a_value_is_a_bad_row_that_names_its_cell(tmp_path: Path) -> None:
    _report, rows = check(TABLES / "formulas_never_computed.xlsx", tmp_path)
    assert rows[0]["codes"] == "bad_row"
    assert "Sel B2 berisi rumus yang belum pernah dihitung." in rows[0]["messages"]
    assert "Sel C2" in rows[0]["messages"]
    assert "cell_formula" not in rows[0]["messages"]


def test_cells_are_read_as_people_leave_them(tmp_path: Path) -> None:
    lost = "\ue0fecell_formula|A4|"
    lines = [
        "Scheme,on,annual_sales,has_npwp,tenor_months",
        "kur-mikro,-,–,BENAR,36 bln",
        "kur-mikro,tidak ada,5,Belum",
        f"{lost},,5,x",
        f"kur-mikro,{lost},5,x",
        "kur-mikro,#REF!,5,x",
        "-,,180000000,",
        "Jumlah 3,-,-,",
        ",,5000000,ya",
    ]
    source = tmp_path / "in.csv"
    source.write_text("\n".join(lines), encoding="utf-8")
    report, rows = check(source, tmp_path)
    assert (report.read, report.bad, report.skipped) == (7, 5, 1)
    assert rows[0]["Scheme"] == "kur-mikro"
    assert [row["codes"] == "bad_row" for row in rows] == [False] * 2 + [True] * 5
    assert not any(
        f"missing:{name}" in rows[0]["codes"]
        for name in ("annual_sales", "has_npwp", "tenor_months")
    )
    said = "Baris {}, kolom “{}”. Sel A4 berisi rumus yang belum pernah dihitung."
    assert rows[2]["messages"].startswith(said.format(4, "Scheme"))
    assert rows[3]["messages"].startswith(said.format(5, "on"))
    assert rows[4]["messages"].startswith("Baris 6, kolom “on” terbaca “#REF!”. Sel ini berisi")


def test_figures_without_a_word_for_a_sum_are_a_row_that_lacks_its_scheme() -> None:
    headings = ["nib", "scheme", "requested_amount", "annual_sales"]
    assert table.is_sum(headings, ["JUMLAH", "", "50.000.000", "900.000.000"])
    assert table.is_sum(headings, ["", "Total", "50.000.000", "-"])
    for cells in (
        ["1234567890123", "", "50.000.000", ""],
        ["", "", "50.000.000", "900.000.000"],
        ["", "-", "50.000.000", ""],
        ["", "", "", ""],
        ["Total", "kur-mikro", "50.000.000", ""],
        ["Total", "", "Toko Sari", ""],
    ):
        assert not table.is_sum(headings, cells), cells


def test_a_fraction_of_a_rupiah_is_told_apart_and_other_cells_are_shown(tmp_path: Path) -> None:
    _report, rows = check(TABLES / "kinds_of_cells.xlsx", tmp_path)
    assert rows[0]["codes"] == "bad_row"
    assert "tanpa pecahan di belakang koma" in rows[0]["messages"]
    assert (rows[0]["nib"], rows[0]["err"], rows[0]["t"]) == ("0123456789012", "#N/A", "07:30:00")


def test_a_formula_behind_a_semicolon_leaves_harmless(tmp_path: Path) -> None:
    _report, rows = check(TABLES / "hidden_formula.csv", tmp_path)
    assert [row["nama"] for row in rows] == [
        'Toko A;\'=HYPERLINK("http://x.example","klik")',
        "Café Sari",
    ]


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-16", "\t"), ("utf-16-le", ";"), ("cp1252", "|"), ("utf-8", ",")]
)
def test_text_of_every_make_is_read(tmp_path: Path, encoding: str, mark: str) -> None:
    lines = [
        "DAFTAR",
        "",
        "scheme,nama,annual_sales",
        "kur-mikro,Café,-",
        "Jumlah,,5",
        ",,",
        "x,y,1,,",
    ]
    source = tmp_path / "in.csv"
    source.write_bytes("\r\n".join(lines).replace(",", mark).encode(encoding))
    report, rows = check(source, tmp_path)
    assert (report.read, report.bad, report.skipped) == (2, 1, 1)
    assert rows[0]["nama"] == "Café"
    assert "missing:annual_sales" not in rows[0]["codes"]


@pytest.mark.parametrize(
    ("text", "missing"), [("-", True), ("Tidak ada", True), ("n/a", True), ("person", False)]
)
def test_what_says_nothing_is_unknown(tmp_path: Path, text: str, missing: bool) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"scheme,borrower\nkur-mikro,{text}\n", encoding="utf-8")
    _report, rows = check(source, tmp_path)
    assert ("missing:borrower" in rows[0]["codes"]) is missing


def test_a_limit_is_named(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    names = ",".join(["scheme", *(f"c{n}" for n in range(200))])
    source.write_text(f"{names}\nkur-mikro\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as refusal:
        check(source, tmp_path)
    assert "Paling banyak 200 kolom" in str(refusal.value.message)
    book: Any = openpyxl.Workbook()
    book.active.append(["scheme"])
    book.active.cell(100_001, 1, "x")
    book.save(tmp_path / "in.xlsx")
    with pytest.raises(InvalidInput) as refusal:
        check(tmp_path / "in.xlsx", tmp_path)
    assert "paling banyak 100.000 baris" in str(refusal.value.message)


def test_a_full_disk_is_not_the_files_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any, **_options: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(table, "as_text_table", full)
    with pytest.raises(StorageFull):
        table.as_text(TABLES / "hidden_sheet.xlsx", tmp_path / "text.csv")

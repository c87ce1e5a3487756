"""Excel files as CSV: what people type in cells, files that are no sheets, zip bombs."""

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from common.files.spreadsheets import DEFAULT_LIMITS, MAX_ROWS, NotASheet, is_sheet, sheet_to_csv


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def rewritten(source: Path, part: str, content: bytes) -> None:
    """Put other content in a part of the archive."""
    with zipfile.ZipFile(source) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, old in {**parts, part: content}.items():
            packed.writestr(name, content if name == part else old)


def read(source: Path) -> list[list[str]]:
    out = source.with_suffix(".csv")
    sheet_to_csv(source, out)
    return list(csv.reader(io.StringIO(out.read_text(encoding="utf-8"))))


def test_cells_become_what_a_person_would_type(tmp_path: Path) -> None:
    row = [
        "Siti\nAminah", 40_000_000, 2.0, 0.5, True, False, date(2026, 11, 23),
        datetime.fromisoformat("2026-11-23T09:30"), None, "3578014503900001", None,
    ]  # fmt: skip
    source = workbook(tmp_path / "a.xlsx", [row])
    assert is_sheet(source)
    assert read(source) == [
        [
            "Siti Aminah", "40000000", "2", "0.5", "ya", "tidak", "2026-11-23",
            "2026-11-23 09:30:00", "",
            "3578014503900001",
        ]
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 500, b""])
def test_a_file_that_is_no_sheet_is_refused(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "a.xlsx"
    source.write_bytes(content)
    with pytest.raises(NotASheet) as refusal:
        sheet_to_csv(source, tmp_path / "a.csv")
    assert refusal.value.code == "broken"


def test_a_zip_without_a_sheet_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    with zipfile.ZipFile(source, "w") as packed:
        packed.writestr("halo.txt", "halo")
    with pytest.raises(NotASheet):
        sheet_to_csv(source, tmp_path / "a.csv")


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    source = workbook(tmp_path / "a.xlsx", [["x"]])
    spaces = b" " * (DEFAULT_LIMITS.unpacked + 1)
    rewritten(source, "xl/worksheets/sheet1.xml", b"<worksheet>" + spaces)
    assert source.stat().st_size < 100_000
    with pytest.raises(NotASheet) as refusal:
        sheet_to_csv(source, tmp_path / "a.csv")
    assert refusal.value.code == "too_large"
    assert "32,0 MB" in refusal.value.sentence


def test_a_sheet_with_a_cell_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.cell(row=MAX_ROWS + 1, column=1, value="x")
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(NotASheet) as refusal:
        sheet_to_csv(tmp_path / "a.xlsx", tmp_path / "a.csv")
    assert refusal.value.code == "too_many_rows"
    assert "100.000 baris" in refusal.value.sentence

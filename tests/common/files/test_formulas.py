"""One rule for cells that a spreadsheet would run, in Python and in PostgreSQL."""

import csv
import io
import time
from pathlib import Path

import openpyxl
import pytest
from django.db import connection

from common.files.formulas import FORMULA, INVISIBLE, neutralise
from common.files.tables import csv_chunks, write_sheet
from reports.selectors.cells import SpreadsheetSafe

CASES = {
    "=1+1": "'=1+1",
    "+62812": "'+62812",
    "-5": "'-5",
    "@SUM(A1)": "'@SUM(A1)",
    "＝1+1": "'＝1+1",
    "＋1": "'＋1",
    "－1": "'－1",
    "＠a": "'＠a",
    " =1": "' =1",
    "\u00a0=1": "'\u00a0=1",
    "\t=1": "\t'=1",
    "\r=1": "\r'=1",
    "\n=1": "\n'=1",
    "a\r\n=1": "a\r\n'=1",
    "a;=1;+2": "a;'=1;'+2",
    "a; =1": "a;' =1",
    "a|@x": "a|'@x",
    "a\t-x": "a\t'-x",
    "a;;|\t=1": "a;;|\t'=1",
    ";;=1;;+2": ";;'=1;;'+2",
    "\u200b=1": "'=1",
    "a;\u00ad\u2060=1": "a;'=1",
    'Toko A;=HYPERLINK("http://x.example")': 'Toko A;\'=HYPERLINK("http://x.example")',
    'a;"=1+1;b': "a;'\"=1+1;b",
    'a\t" -x': "a\t'\" -x",
    'a|""@x': 'a|\'""@x',
    '"=1': "'\"=1",
    'Toko "A"; "B"': 'Toko "A"; "B"',
    "": "",
    "Batik = seni": "Batik = seni",
    "3578": "3578",
    "'=1": "'=1",
    " Kopi": " Kopi",
    "a+b": "a+b",
    "Jl. A; RT 1": "Jl. A; RT 1",
}


@pytest.mark.parametrize(("cell", "safe"), CASES.items())
def test_no_cell_is_a_formula(cell: str, safe: str) -> None:
    assert neutralise(cell) == safe
    assert neutralise(safe) == safe


@pytest.mark.parametrize("filling", [";", "\t", "; ", ';"'])
def test_many_marks_in_a_row_are_soon_read(filling: str) -> None:
    cell = filling * 50_000 + "a"
    begun = time.process_time()
    assert neutralise(cell) == cell
    assert time.process_time() - begun < 1


@pytest.mark.django_db
def test_the_database_has_the_same_rule() -> None:
    template = SpreadsheetSafe.template % {"expressions": "cell"}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT cell, {template} FROM unnest(%s::text[]) AS given (cell)",
            [[*CASES]],
        )
        assert dict(cursor.fetchall()) == CASES
    assert all(pattern in template for pattern in (FORMULA, INVISIBLE))


def test_both_writers_of_tables_follow_it(tmp_path: Path) -> None:
    headings = ["=a", "b"]
    rows: list[list[str | int]] = [[cell, 1] for cell in CASES if "\r" not in cell]
    safe = [CASES[str(row[0])] for row in rows]
    text = b"".join(csv_chunks(headings, rows)).decode()
    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert (lines[0], [line[0] for line in lines[1:]]) == (["'=a", "b"], safe)
    write_sheet(tmp_path / "a.xlsx", ["a", "b"], rows, title="T")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    written = [row[0].value or "" for row in sheet.iter_rows(min_row=2)]
    assert [str(cell).strip() for cell in written] == [cell.strip() for cell in safe]

"""The first sheet of an Excel file as the CSV that everything else reads."""

import csv
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

_MAGIC: Final = b"PK\x03\x04"
# What a sheet may unpack to, and how far it may reach: a small file can be a bomb.
MAX_UNPACKED: Final = 32 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 200
_BROKEN = (
    zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError, TypeError,
    AttributeError, IndexError, NotImplementedError, RuntimeError,
)  # fmt: skip


class NotASheet(ValueError):
    """The file is no readable sheet. `code` is broken or too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_sheet(path: Path) -> bool:
    """Whether the file begins as an Excel file of today does."""
    with path.open("rb") as source:
        return source.read(len(_MAGIC)) == _MAGIC


def sheet_to_csv(source: Path, out: Path) -> None:
    """Writes the first sheet as UTF-8 CSV: days as ISO, whole numbers without a point, yes as ya.

    Formulas give the value Excel last saw. Raises NotASheet.
    """
    try:
        _check_size(source)
        # By its bytes, not by whatever its name ends in.
        with source.open("rb") as stream:
            _write(stream, out)
    except NotASheet:
        raise
    except _BROKEN as error:
        # The library fails in many ways on what is no sheet; all of them mean the same here.
        raise NotASheet("broken") from error


def _write(stream: BinaryIO, out: Path) -> None:
    book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    try:
        with out.open("w", encoding="utf-8", newline="") as written:
            writer = csv.writer(written)
            rows = book.worksheets[0].iter_rows(max_col=MAX_COLUMNS, values_only=True)
            for number, row in enumerate(rows):
                if number >= MAX_ROWS:
                    raise NotASheet("too_large")
                writer.writerow(_without_tail([_text(cell) for cell in row]))
    finally:
        book.close()


def _check_size(source: Path) -> None:
    with zipfile.ZipFile(source) as packed:
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
            raise NotASheet("too_large")


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "ya" if cell else "tidak"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            # A line break inside a cell would end the row for whoever reads line by line.
            return " ".join(str(cell).split())


def _without_tail(cells: list[str]) -> list[str]:
    """Without the empty cells behind the last full one, which Excel likes to keep."""
    while cells and not cells[-1]:
        cells.pop()
    return cells

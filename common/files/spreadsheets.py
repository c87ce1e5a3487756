"""Convert the first sheet of an Excel file to CSV."""

import csv
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from common.coded_error import CodedError

_MAGIC: Final = b"PK\x03\x04"
# Limits of what a sheet may unpack to, and of its extent: a small file can be a zip bomb.
MAX_UNPACKED: Final = 32 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 200
_BROKEN = (
    zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError, TypeError,
    AttributeError, IndexError, NotImplementedError, RuntimeError,
)  # fmt: skip


class NotASheet(CodedError):
    """The file is not a readable sheet. `code` is broken or too_large."""


def is_sheet(path: Path) -> bool:
    """Tell whether the file begins like an XLSX file."""
    with path.open("rb") as source:
        return source.read(len(_MAGIC)) == _MAGIC


def sheet_to_csv(source: Path, out: Path) -> None:
    """Write the first sheet as UTF-8 CSV: dates in ISO, whole numbers without a point, true as ya.

    A formula gives the value that Excel last computed. Raises NotASheet.
    """
    try:
        _check_size(source)
        # As a stream, because the library checks the extension of a path.
        with source.open("rb") as stream:
            _write(stream, out)
    except NotASheet:
        raise
    except _BROKEN as error:
        # The library raises many exceptions for a file that is not a sheet; all mean the same here.
        raise NotASheet("broken") from error


def _write(stream: BinaryIO, out: Path) -> None:
    book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    try:
        with out.open("w", encoding="utf-8", newline="") as stream_out:
            writer = csv.writer(stream_out)
            rows = book.worksheets[0].iter_rows(max_col=MAX_COLUMNS, values_only=True)
            for number, row in enumerate(rows):
                if number >= MAX_ROWS:
                    raise NotASheet("too_large")
                writer.writerow(_without_trailing_empty([_text(cell) for cell in row]))
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
            # A line break inside a cell would end the row for a reader that goes line by line.
            return " ".join(str(cell).split())


def _without_trailing_empty(cells: list[str]) -> list[str]:
    """Drop the empty cells after the last full one, which Excel often stores."""
    while cells and not cells[-1]:
        cells.pop()
    return cells

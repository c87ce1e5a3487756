"""Small tables as files for a spreadsheet: CSV line by line, XLSX on disk."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from rustpy_xlsxwriter import write_worksheet

from common.files.formulas import neutralise

MAX_TEXT: Final = 32_767
_SHEET_NAME: Final = 31
_WIDTH: Final = 22
_CHUNK: Final = 32 * 1024
Cell = str | int | date | None


def csv_chunks(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield the table as UTF-8 CSV, about 32 KiB at a time; no cell is a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([neutralise(heading) for heading in headings])
    for row in rows:
        writer.writerow([_as_text(cell) for cell in row])
        if buffer.tell() >= _CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def write_sheet(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str
) -> None:
    """Write one sheet with a bold heading row; figures stay figures, days stay days.

    The headings must differ from one another. A text beyond 32,767 characters is cut.
    """
    records = _records(headings, rows)
    nothing: dict[str, Cell] = dict.fromkeys(headings, "")
    first = next(records, nothing)

    def every() -> Iterator[dict[str, Cell]]:
        yield first
        yield from records

    write_records(path, every(), title=title, width=_WIDTH)


def write_records(
    path: Path, records: Iterable[Mapping[str, Cell]], *, title: str, width: int
) -> None:
    """Write one sheet of records, at least one, whose names are the bold heading row.

    `width` of every column, in characters. A name of a sheet beyond 31 characters is cut.
    """
    write_worksheet(
        records,
        str(path),
        sheet_name=title[:_SHEET_NAME],
        bold_headers=True,
        freeze_row=1,
        column_width=width,
        datetime_format="dd/mm/yyyy",
    )


def _records(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[dict[str, Cell]]:
    for row in rows:
        cells = (neutralise(c)[:MAX_TEXT] if isinstance(c, str) else c for c in row)
        yield dict(zip(headings, cells, strict=True))


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutralise(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)

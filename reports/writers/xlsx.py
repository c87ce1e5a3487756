"""XLSX written row by row to a file: flat memory at any size a sheet can hold."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from rustpy_xlsxwriter import write_worksheet

from reports.writers.csv import RowCountError

MAX_ROWS = 1_048_575
_FETCH = 2000


def write_xlsx(
    path: Path, *, headings: list[str], selection: QuerySet[Any, Any], expected: int, title: str
) -> None:
    """One sheet with a heading row; numbers are numbers, dates dates, NIB text.

    Raises RowCountError when the rows written are not `expected`, ValueError beyond 1,048,575.
    """
    if expected > MAX_ROWS:
        raise ValueError("too_many_rows_for_one_sheet")
    counted = _Counted(headings, selection)
    records = iter(counted) if expected else iter([dict.fromkeys(headings, "")])
    write_worksheet(
        records,
        str(path),
        sheet_name=title[:31],
        bold_headers=True,
        freeze_row=1,
        datetime_format="dd/mm/yyyy",
    )
    if counted.rows != expected:
        raise RowCountError(f"{counted.rows} rows written, {expected} expected")


class _Counted:
    """The rows as records, counted while the writer takes them."""

    def __init__(self, headings: list[str], selection: QuerySet[Any, Any]) -> None:
        self._headings = headings
        self._selection = selection
        self.rows = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._selection.iterator(chunk_size=_FETCH):
            self.rows += 1
            yield dict(zip(self._headings, map(_cell, row), strict=True))


def _cell(value: Any) -> Any:
    # The writer knows None as an empty cell and dates as dates; anything odd becomes text.
    return value if value is None or isinstance(value, str | int | float | date) else str(value)

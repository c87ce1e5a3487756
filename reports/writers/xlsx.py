"""XLSX written row by row to a file: constant memory at any size of a sheet."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from common.files.tables import MAX_TEXT, write_records
from reports.selectors.rows import CellType
from reports.writers.csv import RowCountError

MAX_ROWS = 1_048_575
_WIDTH = 18
# The PostgreSQL type as which the text of a cell is read.
_READ_AS: dict[CellType, str] = {"text": "text", "number": "int8", "date": "date"}


def write_xlsx(
    path: Path,
    *,
    headings: list[str],
    types: Sequence[CellType],
    selection: QuerySet[Any, Any],
    expected: int,
    title: str,
) -> None:
    """Write one sheet with a heading row; numbers are numbers, dates dates, NIB text.

    A text beyond 32,767 characters is cut, the limit of a cell. Raises RowCountError when the rows
    written are not `expected`, ValueError beyond 1,048,575.
    """
    if expected > MAX_ROWS:
        raise ValueError("too_many_rows_for_one_sheet")
    counted = _CountedRecords(headings, types, selection)
    records = iter(counted) if expected else iter([dict.fromkeys(headings, "")])
    write_records(path, records, title=title, width=_WIDTH)
    if counted.rows != expected:
        raise RowCountError(f"{counted.rows} rows written, {expected} expected")


class _CountedRecords:
    """The rows as records, counted while the writer reads them.

    COPY rather than a cursor: it delivers rows several times faster, and the server may use
    parallel workers for it.
    """

    def __init__(
        self, headings: list[str], types: Sequence[CellType], selection: QuerySet[Any, Any]
    ) -> None:
        self._headings = headings
        self._types = [_READ_AS[each] for each in types]
        self._selection = selection
        self.rows = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        sql, parameters = self._selection.query.sql_with_params()
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY ({sql}) TO STDOUT", parameters) as copy,
        ):
            copy.set_types(self._types)
            for row in copy.rows():
                self.rows += 1
                cells = (cell[:MAX_TEXT] if isinstance(cell, str) else cell for cell in row)
                yield dict(zip(self._headings, cells, strict=True))

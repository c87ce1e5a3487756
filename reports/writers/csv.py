"""CSV straight from PostgreSQL: COPY of the report's own statement."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

_CHUNK = 64 * 1024


class RowCountError(Exception):
    """The file would have a different number of rows than were counted."""


def csv_chunks(
    headings: list[str], selection: QuerySet[Any, Any], expected: int
) -> Iterator[bytes]:
    """Yield the file as UTF-8 with a heading line, 64 KiB at a time, in constant memory.

    Raises RowCountError at the end when the rows written are not `expected`: the download is then
    aborted instead of seeming complete.
    """
    yield _heading_line(headings)
    try:
        sql, parameters = selection.query.sql_with_params()
    except EmptyResultSet:
        # Django already knows that the filters match nothing.
        if expected:
            raise RowCountError(f"0 rows written, {expected} expected") from None
        return
    written = 0
    buffer = bytearray()
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", parameters) as copy:
            for piece in copy:
                buffer += piece
                if len(buffer) >= _CHUNK:
                    yield bytes(buffer)
                    buffer.clear()
        written = cursor.rowcount
    if written != expected:
        raise RowCountError(f"{written} rows written, {expected} expected")
    yield bytes(buffer)


def _heading_line(headings: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(headings)
    return line.getvalue().encode()

"""On which line of a register each NIB and NIK first occurs, stored in the database per run."""

from collections.abc import Sequence

from django.db import connection
from django.utils.translation import gettext as _

from registers.models import RegisterSeen
from registers.services.rows import CheckedRow, Fault

_TABLE = RegisterSeen._meta.db_table
_SELECT = f"SELECT key, line FROM {_TABLE} WHERE run_id = %s AND key = ANY(%s)"  # noqa: S608
_INSERT = (
    f"INSERT INTO {_TABLE} (run_id, key, line) "  # noqa: S608
    "SELECT %s, key, line FROM unnest(%s::bytea[], %s::int[]) AS fresh (key, line)"
)


def find_duplicates(run_id: int, rows: Sequence[CheckedRow]) -> list[Fault]:
    """Return faults of rows whose numbers occur in an earlier row; index the numbers of the others.

    Writes in the chunk's transaction, so that a chunk rolled back leaves no numbers behind.
    """
    in_chunk: dict[bytes, int] = {}
    for row in rows:
        for _column, key in row.numbers:
            in_chunk.setdefault(key, row.line)
    earlier = _lines_of(run_id, list(in_chunk))
    _insert(run_id, {key: line for key, line in in_chunk.items() if key not in earlier})
    first = in_chunk | earlier
    return [
        Fault(row.line, column, _text(column) % {"line": first[key]})
        for row in rows
        for column, key in row.numbers
        if first[key] != row.line
    ]


def clear_duplicate_index(run_id: int) -> None:
    """Delete the numbers of a run that has finished reading."""
    RegisterSeen.objects.filter(run_id=run_id).delete()


def _lines_of(run_id: int, keys: list[bytes]) -> dict[bytes, int]:
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [run_id, keys])
        return {bytes(key): line for key, line in cursor.fetchall()}


def _insert(run_id: int, lines: dict[bytes, int]) -> None:
    if lines:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [run_id, list(lines), list(lines.values())])


def _text(column: str) -> str:
    if column == "nib":
        return _("NIB ini sudah ada di baris %(line)s berkas ini.")
    return _("NIK ini sudah ada di baris %(line)s berkas ini.")

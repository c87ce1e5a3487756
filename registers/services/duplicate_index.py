"""On which line of a register each number first stood, kept in the database beside the run."""

from collections.abc import Sequence

from django.db import connection
from django.utils.translation import gettext as _

from registers.models import RegisterSeen
from registers.services.rows import Fault, ReadRow

_TABLE = RegisterSeen._meta.db_table
_KNOWN = f"SELECT key, line FROM {_TABLE} WHERE run_id = %s AND key = ANY(%s)"  # noqa: S608
_FRESH = (
    f"INSERT INTO {_TABLE} (run_id, key, line) "  # noqa: S608
    "SELECT %s, key, line FROM unnest(%s::bytea[], %s::int[]) AS fresh (key, line)"
)


def repeats(run_id: int, rows: Sequence[ReadRow]) -> list[Fault]:
    """Faults of rows whose numbers stood in an earlier row; the others' are noted.

    Writes in the chunk's transaction, so that a chunk that is undone has not been met.
    """
    here: dict[bytes, int] = {}
    for row in rows:
        for _column, key in row.numbers:
            here.setdefault(key, row.line)
    known = _known(run_id, list(here))
    _note(run_id, {key: line for key, line in here.items() if key not in known})
    first = here | known
    return [
        Fault(row.line, column, _text(column) % {"line": first[key]})
        for row in rows
        for column, key in row.numbers
        if first[key] != row.line
    ]


def forget(run_id: int) -> None:
    """Empties the memory of a run that reads no more."""
    RegisterSeen.objects.filter(run_id=run_id).delete()


def _known(run_id: int, keys: list[bytes]) -> dict[bytes, int]:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [run_id, keys])
        return {bytes(key): line for key, line in cursor.fetchall()}


def _note(run_id: int, fresh: dict[bytes, int]) -> None:
    if fresh:
        with connection.cursor() as cursor:
            cursor.execute(_FRESH, [run_id, list(fresh), list(fresh.values())])


def _text(column: str) -> str:
    if column == "nib":
        return _("NIB ini sudah ada di baris %(line)s berkas ini.")
    return _("NIK ini sudah ada di baris %(line)s berkas ini.")

"""A connection outside Django's, and a consistent snapshot of the database through it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import LiteralString

import psycopg
from django.db import connection as django_connection
from psycopg import sql

from operations.backup.manifest import BackupError

# Texts of values are compared, so they must not depend on settings of the server or the machine.
SESSION_SETTINGS: dict[str, str] = {
    "client_encoding": "UTF8",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}
_TABLES: LiteralString = """
SELECT c.relname,
       array(SELECT a.attname::text FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
               AND a.attgenerated = '' ORDER BY a.attnum),
       coalesce((SELECT array_agg(
                     format('%%I%%s', a.attname,
                            CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END)
                     ORDER BY k.place)
                 FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, place)
                 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
                 WHERE i.indrelid = c.oid AND i.indisprimary), '{}')
FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
  AND NOT c.relispartition AND c.relpersistence <> 't'
ORDER BY c.relname
"""


@dataclass(frozen=True)
class Table:
    """A table as it is now; `order` is its primary key as SQL, independent of the locale."""

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]

    def select(self, columns: Sequence[str]) -> sql.Composed:
        """Return the query for COPY of all rows, in an order that is always the same."""
        order = (
            sql.SQL(", ").join(sql.SQL(part) for part in self.order)
            if self.order
            else sql.SQL(", ").join(
                sql.SQL('{}::text COLLATE "C"').format(sql.Identifier(name)) for name in columns
            )
        )
        return sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
            identifiers(columns), sql.Identifier(self.name), order
        )


@contextmanager
def connect() -> Iterator[psycopg.Connection]:
    """Open a connection to the portal's database outside Django's; autocommit.

    Raises BackupError when there is no server.
    """
    params = {
        name: value
        for name, value in django_connection.get_connection_params().items()
        if name not in ("cursor_factory", "context", "prepare_threshold")
    }
    try:
        connection = psycopg.connect(**params, autocommit=True)
    except psycopg.OperationalError as error:
        raise BackupError(f"Basis data tidak terjangkau (cannot connect): {error}") from error
    with connection:
        for name, value in SESSION_SETTINGS.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        yield connection


def tables(connection: psycopg.Connection) -> list[Table]:
    """Return every table of the current schema, including those that no migration created."""
    rows = connection.execute(_TABLES, ()).fetchall()
    return [Table(name, tuple(columns), tuple(order)) for name, columns, order in rows]


def identifiers(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


@contextmanager
def consistent_snapshot(connection: psycopg.Connection) -> Iterator[list[Table]]:
    """Open a repeatable-read snapshot; yield its tables, which no migration can change.

    The locks are those of a reader (ACCESS SHARE). They are taken before the snapshot, so that the
    tables in the snapshot are the locked ones.
    """
    before = tables(connection)
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        if before:
            names = identifiers([table.name for table in before])
            connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(names))
        if tables(connection) != before:
            raise BackupError("Tabel berubah saat disalin; coba lagi (a migration is running).")
        yield before
    finally:
        connection.execute("ROLLBACK")

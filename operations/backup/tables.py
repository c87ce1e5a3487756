"""Rows out of and into tables, as COPY text; no more than a piece of it is ever in memory."""

import hashlib
from pathlib import Path

import psycopg
from psycopg import sql

from operations.backup.manifest import BackupError, SequenceRecord, TableRecord
from operations.backup.snapshot import Table, identifiers
from operations.backup.streams import packed, pieces, unpacked

FOLDER = "tables"
SUFFIX = ".copy.gz"


def path_of(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{name}{SUFFIX}"


def write_out(connection: psycopg.Connection, table: Table, folder: Path) -> TableRecord:
    """Writes one table to its file."""
    found = hashlib.sha256()
    with (
        packed(path_of(folder, table.name)) as out,
        connection.cursor() as cursor,
    ):
        with cursor.copy(table.select(table.columns)) as copy:
            for piece in copy:
                found.update(piece)
                out.write(piece)
        rows = cursor.rowcount
    return TableRecord(table.name, table.columns, rows, found.hexdigest())


def measure(connection: psycopg.Connection, table: Table, columns: tuple[str, ...]) -> TableRecord:
    """The same record without a file: what the table holds now."""
    found = hashlib.sha256()
    with connection.cursor() as cursor:
        with cursor.copy(table.select(columns)) as copy:
            for piece in copy:
                found.update(piece)
        rows = cursor.rowcount
    return TableRecord(table.name, columns, rows, found.hexdigest())


def check_file(folder: Path, record: TableRecord) -> None:
    """Raises BackupError when the file is not what the manifest says."""
    found = hashlib.sha256()
    rows = 0
    try:
        with unpacked(path_of(folder, record.name)) as source:
            for piece in pieces(source):
                found.update(piece)
                # A line break inside a value is written as \n by COPY.
                rows += piece.count(b"\n")
    except (OSError, EOFError) as error:
        raise BackupError(f"Tabel {record.name} tidak terbaca (unreadable): {error}") from error
    if (found.hexdigest(), rows) != (record.sha256, record.rows):
        raise BackupError(f"Tabel {record.name} tidak cocok dengan manifes (checksum differs).")


def read_in(connection: psycopg.Connection, record: TableRecord, folder: Path) -> None:
    """Loads one file into its table."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(record.name), identifiers(record.columns)
    )
    with (
        unpacked(path_of(folder, record.name)) as source,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for piece in pieces(source):
            copy.write(piece)


def sequences(connection: psycopg.Connection) -> list[SequenceRecord]:
    """Where every sequence of the schema stands. Read inside the snapshot it is never behind it."""
    names = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'S' "
        "AND relnamespace = current_schema()::regnamespace ORDER BY relname"
    ).fetchall()
    found = []
    for (name,) in names:
        query = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
        value, is_called = connection.execute(query).fetchone() or (1, False)
        found.append(SequenceRecord(name, value, is_called))
    return found


def set_sequences(connection: psycopg.Connection, records: tuple[SequenceRecord, ...]) -> None:
    known = {record.name for record in sequences(connection)}
    for record in records:
        if record.name in known:
            name = sql.Identifier(record.name).as_string(connection)
            connection.execute(
                "SELECT setval(%s::regclass, %s, %s)", (name, record.last_value, record.is_called)
            )

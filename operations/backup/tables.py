"""Copying rows out of and into tables as COPY text, with at most one chunk in memory."""

import hashlib
from pathlib import Path

import psycopg
from psycopg import sql

from operations.backup.manifest import BackupError, SequenceRecord, TableRecord
from operations.backup.snapshot import Table, identifiers
from operations.backup.streams import chunks, gzip_reader, gzip_writer

FOLDER = "tables"
SUFFIX = ".copy.gz"


def path_of(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{name}{SUFFIX}"


def write_out(connection: psycopg.Connection, table: Table, folder: Path) -> TableRecord:
    """Write one table to its file."""
    digest = hashlib.sha256()
    with (
        gzip_writer(path_of(folder, table.name)) as out,
        connection.cursor() as cursor,
    ):
        with cursor.copy(table.select(table.columns)) as copy:
            for chunk in copy:
                digest.update(chunk)
                out.write(chunk)
        rows = cursor.rowcount
    return TableRecord(table.name, table.columns, rows, digest.hexdigest())


def measure(connection: psycopg.Connection, table: Table, columns: tuple[str, ...]) -> TableRecord:
    """Return the record of the table's present rows without writing a file."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        with cursor.copy(table.select(columns)) as copy:
            for chunk in copy:
                digest.update(chunk)
        rows = cursor.rowcount
    return TableRecord(table.name, columns, rows, digest.hexdigest())


def check_file(folder: Path, record: TableRecord) -> None:
    """Raise BackupError when the file does not match the manifest."""
    digest = hashlib.sha256()
    rows = 0
    if path_of(folder, record.name).is_symlink():
        raise BackupError(f"Tabel {record.name} adalah tautan (is a link).")
    try:
        with gzip_reader(path_of(folder, record.name)) as source:
            for chunk in chunks(source):
                digest.update(chunk)
                # A line break inside a value is written as \n by COPY.
                rows += chunk.count(b"\n")
    except (OSError, EOFError) as error:
        raise BackupError(f"Tabel {record.name} tidak terbaca (unreadable): {error}") from error
    if (digest.hexdigest(), rows) != (record.sha256, record.rows):
        raise BackupError(f"Tabel {record.name} tidak cocok dengan manifes (checksum differs).")


def read_in(connection: psycopg.Connection, record: TableRecord, folder: Path) -> None:
    """Load one file into its table."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(record.name), identifiers(record.columns)
    )
    with (
        gzip_reader(path_of(folder, record.name)) as source,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for chunk in chunks(source):
            copy.write(chunk)


def sequences(connection: psycopg.Connection) -> list[SequenceRecord]:
    """Return the state of every sequence. Read inside the snapshot it is never behind it."""
    names = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'S' "
        "AND relnamespace = current_schema()::regnamespace ORDER BY relname"
    ).fetchall()
    records = []
    for (name,) in names:
        query = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
        value, is_called = connection.execute(query).fetchone() or (1, False)
        records.append(SequenceRecord(name, value, is_called))
    return records


def set_sequences(connection: psycopg.Connection, records: tuple[SequenceRecord, ...]) -> None:
    """Set those of the recorded sequences that exist."""
    existing = {record.name for record in sequences(connection)}
    for record in records:
        if record.name in existing:
            name = sql.Identifier(record.name).as_string(connection)
            connection.execute(
                "SELECT setval(%s::regclass, %s, %s)", (name, record.last_value, record.is_called)
            )

"""The schema of the database: checked, created, set aside, without indexes during a load."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import LiteralString

import psycopg
from django.core.management import call_command
from django.db import connection as django_connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from operations.backup.manifest import BackupError, Manifest
from operations.backup.snapshot import Table, identifiers
from operations.schema_version import (
    foreign_parts,
    former_tables,
    listed,
    refusal,
    unknown_migrations,
)

ASIDE_PREFIX = "before_restore_"
DISCONNECT_SECONDS = 3.0
_OBJECTS: LiteralString = """
SELECT CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'v' THEN 'VIEW'
                      WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
       format('%%I.%%I', n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %(schema)s AND c.relkind IN ('r', 'p', 'm', 'v', 'S') AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid
                  AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i', 'e')
                  AND (c.relkind = 'S' OR d.deptype = 'e'))
UNION ALL
SELECT 'FUNCTION',
       format('%%I.%%I(%%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = %(schema)s AND p.prokind = 'f'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid
                  AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
"""
_ENABLE_BY_MODE = {"O": "ENABLE", "A": "ENABLE ALWAYS", "R": "ENABLE REPLICA"}


def applied_migrations(connection: psycopg.Connection) -> tuple[tuple[str, str], ...]:
    """Return the migrations that the database has recorded."""
    rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return tuple((app, name) for app, name in rows.fetchall())


def require_known(manifest: Manifest) -> None:
    """Raise BackupError for a copy made under an earlier schema, or by a newer portal."""
    former = former_tables(table.name for table in manifest.tables)
    unknown = unknown_migrations(manifest.migrations)
    if former:
        raise BackupError(
            "Cadangan ini memakai skema versi portal yang lama, jadi tidak ada yang diubah; "
            "pulihkan dengan versi yang membuatnya (made under an earlier schema, nothing was "
            f"changed: {listed([*former, *unknown])})."
        )
    if unknown:
        raise BackupError(
            "Cadangan ini dari versi portal yang lebih baru "
            f"(made by a newer portal, unknown migrations: {', '.join(unknown[:5])})."
        )


def require_own_database(
    connection: psycopg.Connection, tables: Sequence[Table], *, replace: bool
) -> None:
    """Raise BackupError when the database is of another version.

    With `replace` a newer version is no reason to refuse, so that a rollback is possible.
    A database under an earlier schema is never replaced, as no copy of it could be restored here.
    """
    names = [table.name for table in tables]
    recorded = applied_migrations(connection) if "django_migrations" in names else ()
    parts = former_tables(names) if replace else foreign_parts(recorded, names)
    if parts:
        raise BackupError(refusal(parts))


def migrate_to(manifest: Manifest) -> None:
    """Bring an empty database exactly to the migrations of the copy; commits as it goes."""
    executor = MigrationExecutor(django_connection)
    leaves = executor.loader.graph.leaf_nodes()
    in_copy = set(manifest.migrations)
    full_plan = executor.migration_plan(leaves, clean_start=True)
    plan = [step for step in full_plan if (step[0].app_label, step[0].name) in in_copy]
    executor.migrate(leaves, plan=plan)
    done = MigrationExecutor(django_connection).loader.applied_migrations
    extra = sorted(set(done) - set(manifest.migrations))
    if extra:
        raise BackupError(f"Migrasi tidak sama dengan cadangan (migrations differ): {extra[:5]}")


def migrate_forward() -> None:
    """Apply the migrations that a restored older copy lacks."""
    call_command("migrate", interactive=False, verbosity=0)


def require_sole_connection(connection: psycopg.Connection) -> None:
    """Raise BackupError while a portal, or any other client, is connected to the database."""
    # Django reconnects when needed; the backend of its closed connection takes a moment to end.
    django_connection.close()
    deadline = time.monotonic() + DISCONNECT_SECONDS
    while (other_connections := _other_connections(connection)) and time.monotonic() < deadline:
        time.sleep(0.05)
    if other_connections:
        raise BackupError(
            f"{other_connections} sambungan lain memakai basis data ini; hentikan portal dahulu "
            "(others are connected: stop the portal first, ./run --servers is enough)."
        )


def set_aside(connection: psycopg.Connection, stamp: str) -> str:
    """Move all tables, views, sequences and functions to another schema; return its name.

    Extensions stay: their parts may belong to the server's owner, and their users still find them.
    """
    old = f"{ASIDE_PREFIX}{stamp}"
    try:
        with connection.transaction():
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(old)))
            _move(connection, _current(connection), old)
    except psycopg.errors.InsufficientPrivilege as error:
        raise BackupError(
            "Isi lama tidak boleh disisihkan oleh pengguna basis data ini; pakai basis data "
            f"kosong (not the owner, give an empty database): {error}"
        ) from error
    return old


def put_back(connection: psycopg.Connection, old: str) -> None:
    """Undo `set_aside`, and drop what was loaded since then."""
    with connection.transaction():
        drop_objects(connection)
        _move(connection, old, _current(connection))
        drop_schema(connection, old)


def drop_objects(connection: psycopg.Connection) -> None:
    """Drop everything in the current schema, which a failed attempt has created."""
    for kind, name in _objects(connection, _current(connection)):
        connection.execute(f"DROP {kind} IF EXISTS {name} CASCADE".encode())


def drop_schema(connection: psycopg.Connection, old: str) -> None:
    """Drop a schema that was set aside."""
    connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(old)))


def set_aside_schemas(connection: psycopg.Connection) -> list[str]:
    """Return the schemas that earlier, interrupted restores left behind."""
    rows = connection.execute(
        "SELECT nspname FROM pg_namespace WHERE nspname LIKE %s ORDER BY 1", (f"{ASIDE_PREFIX}%",)
    )
    return [name for (name,) in rows.fetchall()]


@contextmanager
def without_indexes_and_triggers(
    connection: psycopg.Connection, targets: list[Table]
) -> Iterator[None]:
    """Empty the tables, and drop indexes and foreign keys and disable triggers during the block.

    All within the caller's transaction. They come back with the names and definitions they had, so
    foreign keys are checked over all rows; a failure rolls everything back, so nothing stays
    disabled. Unique and partial indexes remain.
    """
    triggers = _triggers(connection)
    keys = _foreign_keys(connection)
    indexes = _plain_indexes(connection)
    for table in targets:
        connection.execute(
            sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table.name))
        )
    for table_name, name, _definition in keys:
        connection.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(
                sql.Identifier(table_name), sql.Identifier(name)
            )
        )
    for name, _definition in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    if targets:
        names = identifiers([table.name for table in targets])
        connection.execute(sql.SQL("TRUNCATE {}").format(names))
    yield
    for _name, definition in indexes:
        connection.execute(definition.encode())
    for table_name, name, definition in keys:
        connection.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                sql.Identifier(table_name),
                sql.Identifier(name),
                sql.SQL(definition),
            )
        )
    for table_name, name, fires in triggers:
        connection.execute(
            sql.SQL("ALTER TABLE {} {} TRIGGER {}").format(
                sql.Identifier(table_name),
                sql.SQL(_ENABLE_BY_MODE[fires]),
                sql.Identifier(name),
            )
        )


def refresh_views(connection: psycopg.Connection) -> None:
    """Refresh the materialized views, which a copy does not contain."""
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'm' "
        "AND relnamespace = current_schema()::regnamespace"
    )
    for (name,) in rows.fetchall():
        connection.execute(sql.SQL("REFRESH MATERIALIZED VIEW {}").format(sql.Identifier(name)))


def _other_connections(connection: psycopg.Connection) -> int:
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    ).fetchone()
    return row[0] if row else 0


def _current(connection: psycopg.Connection) -> str:
    row = connection.execute("SELECT current_schema()").fetchone()
    return row[0] if row else "public"


def _move(connection: psycopg.Connection, source: str, target: str) -> None:
    goal = sql.Identifier(target).as_string(connection)
    for kind, name in _objects(connection, source):
        connection.execute(f"ALTER {kind} {name} SET SCHEMA {goal}".encode())


def _objects(connection: psycopg.Connection, schema: str) -> list[tuple[str, str]]:
    """Return kind and qualified name of what a schema contains.

    Parts of extensions, and what moves together with its table, are left out.
    """
    return connection.execute(_OBJECTS, {"schema": schema}).fetchall()


def _triggers(connection: psycopg.Connection) -> list[tuple[str, str, str]]:
    return connection.execute(
        "SELECT c.relname, t.tgname, t.tgenabled::text FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled <> 'D' "
        "AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2"
    ).fetchall()


def _foreign_keys(connection: psycopg.Connection) -> list[tuple[str, str, str]]:
    return connection.execute(
        "SELECT c.relname, o.conname, pg_get_constraintdef(o.oid) FROM pg_constraint o "
        "JOIN pg_class c ON c.oid = o.conrelid "
        "WHERE o.contype = 'f' AND o.conparentid = 0 "
        "AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2"
    ).fetchall()


def _plain_indexes(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """Return the indexes that only serve speed; unique and partial ones stay: they are small."""
    return connection.execute(
        "SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x "
        "JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid "
        "WHERE NOT x.indisunique AND x.indpred IS NULL AND c.relkind = 'r' "
        "AND NOT i.relispartition "
        "AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = i.oid) "
        "AND c.relnamespace = current_schema()::regnamespace ORDER BY 1"
    ).fetchall()

"""The database around the rows: what must step aside while they are loaded, and come back."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString

import psycopg
from django.core.management import call_command
from django.db import connection as django_connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from operations.backup.manifest import BackupError, Manifest
from operations.backup.snapshot import Table, identifiers

ASIDE = "before_restore_"
FAREWELL = 3.0
_THINGS: LiteralString = """
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
_FIRES = {"O": "ENABLE", "A": "ENABLE ALWAYS", "R": "ENABLE REPLICA"}


def applied(connection: psycopg.Connection) -> tuple[tuple[str, str], ...]:
    """The migrations a database has seen."""
    rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return tuple((app, name) for app, name in rows.fetchall())


def require_known(manifest: Manifest) -> None:
    """Raises BackupError for a copy of a portal newer than this one."""
    known = MigrationExecutor(django_connection).loader.disk_migrations
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        raise BackupError(
            "Cadangan ini dari versi portal yang lebih baru "
            f"(made by a newer portal, unknown migrations: {', '.join(unknown[:5])})."
        )


def migrate_to(manifest: Manifest) -> None:
    """Brings an empty database exactly to the migrations of the copy; commits as it goes."""
    executor = MigrationExecutor(django_connection)
    leaves = executor.loader.graph.leaf_nodes()
    wanted = set(manifest.migrations)
    whole = executor.migration_plan(leaves, clean_start=True)
    plan = [step for step in whole if (step[0].app_label, step[0].name) in wanted]
    executor.migrate(leaves, plan=plan)
    done = MigrationExecutor(django_connection).loader.applied_migrations
    extra = sorted(set(done) - set(manifest.migrations))
    if extra:
        raise BackupError(f"Migrasi tidak sama dengan cadangan (migrations differ): {extra[:5]}")


def migrate_forward() -> None:
    """Brings a restored older database to the present."""
    call_command("migrate", interactive=False, verbosity=0)


def require_nobody_else(connection: psycopg.Connection) -> None:
    """Raises BackupError while a portal, or anybody, is connected to the database."""
    # Our other connection, Django's, is opened anew when it is needed; its backend takes a moment.
    django_connection.close()
    deadline = time.monotonic() + FAREWELL
    while (others := _others(connection)) and time.monotonic() < deadline:
        time.sleep(0.05)
    if others:
        raise BackupError(
            f"{others} sambungan lain memakai basis data ini; hentikan portal dahulu "
            "(others are connected: stop the portal first, ./run --servers is enough)."
        )


def set_aside(connection: psycopg.Connection, stamp: str) -> str:
    """Moves all tables, views, sequences and functions to another schema; returns its name.

    Extensions stay: their parts may belong to the server's owner, and what uses them finds them.
    """
    old = f"{ASIDE}{stamp}"
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
    """Undoes `set_aside`, and forgets whatever was loaded since."""
    with connection.transaction():
        empty(connection)
        _move(connection, old, _current(connection))
        forget(connection, old)


def empty(connection: psycopg.Connection) -> None:
    """Throws away whatever a failed attempt began to make."""
    for kind, name in _things(connection, _current(connection)):
        connection.execute(f"DROP {kind} IF EXISTS {name} CASCADE".encode())


def forget(connection: psycopg.Connection, old: str) -> None:
    """Throws the set-aside schema away."""
    connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(old)))


def leftovers(connection: psycopg.Connection) -> list[str]:
    """Schemas that an earlier, interrupted restore set aside."""
    rows = connection.execute(
        "SELECT nspname FROM pg_namespace WHERE nspname LIKE %s ORDER BY 1", (f"{ASIDE}%",)
    )
    return [name for (name,) in rows.fetchall()]


@contextmanager
def quiet(connection: psycopg.Connection, targets: list[Table]) -> Iterator[None]:
    """Within the caller's transaction: no triggers, foreign keys and plain indexes, and no rows.

    They come back with the names and definitions they had, so foreign keys are checked over all
    rows; a failure rolls everything back, and nothing stays switched off.
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
                sql.SQL(_FIRES[fires]),
                sql.Identifier(name),
            )
        )


def refresh_views(connection: psycopg.Connection) -> None:
    """Materialized views hold no truth of their own; they are made anew."""
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'm' "
        "AND relnamespace = current_schema()::regnamespace"
    )
    for (name,) in rows.fetchall():
        connection.execute(sql.SQL("REFRESH MATERIALIZED VIEW {}").format(sql.Identifier(name)))


def _others(connection: psycopg.Connection) -> int:
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
    for kind, name in _things(connection, source):
        connection.execute(f"ALTER {kind} {name} SET SCHEMA {goal}".encode())


def _things(connection: psycopg.Connection, schema: str) -> list[tuple[str, str]]:
    """Kind and qualified name of all that lies in a schema, but for extensions' parts and what
    goes along with its table."""
    return connection.execute(_THINGS, {"schema": schema}).fetchall()


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
    """Indexes that only make things quick. Unique and partial ones stay: they are small."""
    return connection.execute(
        "SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x "
        "JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid "
        "WHERE NOT x.indisunique AND x.indpred IS NULL AND c.relkind = 'r' "
        "AND NOT i.relispartition "
        "AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = i.oid) "
        "AND c.relnamespace = current_schema()::regnamespace ORDER BY 1"
    ).fetchall()

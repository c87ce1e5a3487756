"""Check that tables and recorded migrations match the migration files of this version.

The migrations began again when the apps were split: files of the former histories were deleted, and
some of their names now belong to other tables. `migrate` would confuse them and fail half-way, so
`./run`, `migrate` and `restore` check here before they write anything.
"""

from collections.abc import Iterable
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# Tables of the former histories that another app owns today, or the same app under another name.
FORMER_TABLES: Final = frozenset(
    {
        "enterprises_registerchange",
        "enterprises_registerrun",
        "enterprises_registerseen",
        "programs_application",
        "programs_applicationevent",
        "programs_attachment",
        "programs_borrower",
        "programs_letter",
        "programs_letterevent",
        "reference_sikpcode",
        "reference_sikpcodeevent",
        "reports_sikpexport",
        "reports_sikpexportline",
        "umkm_portal_heldkey",
    }
)
_NAMED: Final = 4


class OtherSchemaError(Exception):
    """The database was written by another version; the text is one line for the administrator."""


def unknown_migrations(recorded: Iterable[tuple[str, str]]) -> list[str]:
    """Return the recorded migrations that no file has, as `app.name`, sorted.

    A migration that a squashed one replaces is known. If an app or library is ever removed, it
    must be exempted here, since its rows stay recorded. Reads the files, not the database.
    """
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    known = {*loader.disk_migrations}
    for migration in loader.disk_migrations.values():
        known |= {*migration.replaces}
    return [f"{app}.{name}" for app, name in sorted({*recorded} - known)]


def former_tables(tables: Iterable[str]) -> list[str]:
    """Return those of the tables that only the former histories created, sorted."""
    return sorted(FORMER_TABLES.intersection(tables))


def foreign_parts(recorded: Iterable[tuple[str, str]], tables: Iterable[str]) -> list[str]:
    """Return the tables and migrations that show another version; empty for a database of this one.

    Tables that no version created do not count: an administrator may have added some.
    """
    return [*former_tables(tables), *unknown_migrations(recorded)]


def require_own_schema(connection: BaseDatabaseWrapper) -> None:
    """Raise OtherSchemaError when the database is of another version. Writes nothing.

    A new database, and one that lacks the latest migrations, are of this version.
    """
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    parts = foreign_parts(MigrationRecorder(connection).applied_migrations(), tables)
    if parts:
        raise OtherSchemaError(refusal(parts))


def refusal(parts: list[str]) -> str:
    """Return the one line that says why such a database is not touched, and what to do."""
    return (
        "Basis data ini memakai skema versi portal yang lain, jadi tidak disentuh; jalankan versi "
        "yang membuatnya, atau pilih PORTAL_HOME atau DATABASE_URL yang kosong (schema of another "
        f"version, nothing was changed: {listed(parts)})."
    )


def listed(parts: list[str]) -> str:
    """Return the first few names, and how many more there are."""
    more = len(parts) - _NAMED
    return ", ".join(parts[:_NAMED]) + (f" +{more}" if more > 0 else "")

"""A database of another version is recognised before anything is written to it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from operations.schema_version import (
    FORMER_TABLES,
    OtherSchemaError,
    foreign_parts,
    former_tables,
    require_own_schema,
    unknown_migrations,
)

pytestmark = pytest.mark.django_db


def record_migration(app: str, name: str) -> None:
    MigrationRecorder(connection).record_applied(app, name)


def create_table(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {name} (id bigint PRIMARY KEY)")


OTHER_SCHEMAS: dict[str, tuple[Callable[[], None], str]] = {
    "a migration of a former history": (
        lambda: record_migration("programs", "0008_history"),
        "programs.0008_history",
    ),
    "a migration of a former app": (
        lambda: record_migration("umkm_portal", "0001_initial"),
        "umkm_portal.0001_initial",
    ),
    "a migration of a later version": (
        lambda: record_migration("programs", "0999_later"),
        "programs.0999_later",
    ),
    "a table of a former app": (
        lambda: create_table("umkm_portal_heldkey"),
        "umkm_portal_heldkey",
    ),
    "a table that another app owns today": (
        lambda: create_table("programs_application"),
        "programs_application",
    ),
}


@pytest.fixture(params=OTHER_SCHEMAS)
def sign(request: pytest.FixtureRequest) -> str:
    """Make the database one of another version; the name that gives it away."""
    change, name = OTHER_SCHEMAS[request.param]
    change()
    return name


def everything() -> tuple[list[Any], ...]:
    """Every table, column, index, constraint and trigger, and every recorded migration."""
    queries = (
        "SELECT table_name, column_name, data_type FROM information_schema.columns "
        "WHERE table_schema = 'public' ORDER BY 1, 2",
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
        "FROM pg_constraint ORDER BY 1, 2",
        "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
        "WHERE NOT tgisinternal ORDER BY 1, 2",
        "SELECT * FROM django_migrations ORDER BY id",
    )
    rows = []
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(query)
            rows.append(cursor.fetchall())
    return tuple(rows)


def test_a_database_of_this_version_is_taken() -> None:
    require_own_schema(connection)


def test_a_database_that_lacks_the_latest_migrations_is_taken() -> None:
    MigrationRecorder(connection).record_unapplied("reports", "0001_initial")
    require_own_schema(connection)


def test_another_version_is_refused_in_one_line_that_names_the_reason(sign: str) -> None:
    with pytest.raises(OtherSchemaError) as refused:
        require_own_schema(connection)
    text = str(refused.value)
    assert f"nothing was changed: {sign})" in text
    assert "\n" not in text


@pytest.mark.sampled
@pytest.mark.parametrize(
    "arguments", [[], ["--fake"], ["programs", "zero"], ["reports", "--prune"]]
)
def test_migrate_touches_nothing_of_another_version(sign: str, arguments: list[str]) -> None:
    before = everything()
    with pytest.raises(CommandError, match=sign):
        call_command("migrate", *arguments, interactive=False, verbosity=0)
    assert everything() == before


def test_migrate_is_the_command_that_checks_first() -> None:
    assert get_commands()["migrate"] == "operations"


def test_migrate_still_migrates() -> None:
    out = io.StringIO()
    call_command("migrate", plan=True, stdout=out)
    assert "No planned migration operations." in out.getvalue()


def test_a_table_of_no_version_is_no_reason_to_refuse() -> None:
    create_table("reports_copy_of_last_year")
    require_own_schema(connection)


def test_a_long_history_is_cut_short() -> None:
    for number in range(2, 12):
        record_migration("programs", f"{number:04}_old")
    with pytest.raises(OtherSchemaError, match=r"programs\.0005_old \+6\)"):
        require_own_schema(connection)


def test_a_migration_that_a_squashed_one_replaces_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load = MigrationLoader.load_disk

    def with_squashed(loader: MigrationLoader) -> None:
        load(loader)
        migration = loader.disk_migrations["programs", "0001_initial"]
        monkeypatch.setattr(migration, "replaces", [("programs", "0000_gone")])

    monkeypatch.setattr(MigrationLoader, "load_disk", with_squashed)
    assert unknown_migrations([("programs", "0000_gone")]) == []


def test_no_present_table_has_a_former_name() -> None:
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert former_tables(names) == []
    assert foreign_parts([], FORMER_TABLES) == sorted(FORMER_TABLES)

"""Putting a copy back: refused where it would hurt, undone where it fails, equal in the end."""

import shutil
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.db import DatabaseError, connection

from operations.backup import archive, keys, recovery, schema, tables
from operations.backup.archive import KeyDestination
from operations.backup.manifest import BackupError, Manifest
from operations.backup.snapshot import connect
from operations.backup.snapshot import tables as tables_of
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.programs import make_application

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the folder for the one copy of this module, and its keys."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def copy(home: Path, tmp_path: Path, kept: Path, transactional_db: None) -> Path:
    """Return a copy that has an application under review: history, frozen documents, consents.

    It is made once; each test has its own to damage.
    """
    if not (kept / "copy").exists():
        make_application(state="in_review")
        with mock.patch("operations.backup.files.REFERENCES", ()):
            archive.make(kept / "copy", KeyDestination())
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    return tmp_path / "copy"


def restore(copy: Path, **options: Any) -> recovery.Report:
    return recovery.restore(copy, say=lambda _text: None, **options)


def shape() -> list[tuple[Any, ...]]:
    """Return triggers, constraints and indexes with their definitions."""
    with connect() as database:
        return database.execute(
            "SELECT c.relname, t.tgname, t.tgenabled::text, pg_get_triggerdef(t.oid) "
            "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal "
            "UNION ALL SELECT conrelid::regclass::text, conname, convalidated::text, "
            "pg_get_constraintdef(oid) FROM pg_constraint WHERE contype <> 'n' "
            "AND connamespace = 'public'::regnamespace "
            "UNION ALL SELECT tablename, indexname, '', indexdef FROM pg_indexes "
            "WHERE schemaname = 'public' ORDER BY 1, 2, 4"
        ).fetchall()


@pytest.fixture
def shape_here(transactional_db: None) -> list[tuple[Any, ...]]:
    """Return the shape of the database that the copy was made of."""
    return shape()


def test_everything_comes_back_and_nothing_stays_switched_off(
    copy: Path, shape_here: list[tuple[Any, ...]], elsewhere: Path
) -> None:
    report = restore(copy)
    assert (report.skipped, report.set_aside, report.old_schemas) == ([], [], [])
    again = copy.with_name("again")
    with mock.patch("operations.backup.files.REFERENCES", ()):
        manifest = archive.make(again, KeyDestination(nowhere=True))
    for part in ("tables", "sequences", "files", "keys", "migrations"):
        assert getattr(manifest, part) == getattr(report.manifest, part), part
    assert shape() == shape_here
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="Cannot update or delete"),
    ):
        cursor.execute("DELETE FROM applications_applicationevent")


def test_numbers_go_on_where_they_were(copy: Path, elsewhere: Path) -> None:
    restore(copy)
    with connect() as database:
        (highest,) = database.execute("SELECT max(id) FROM enterprises_enterprise").fetchone() or (
            0,
        )
    assert EnterpriseFactory(nib="1299999999999").pk > highest


def test_existing_content_is_not_touched_without_replace(copy: Path, elsewhere: Path) -> None:
    with connect() as database:
        database.execute("CREATE TABLE other_table ()")
    with pytest.raises(BackupError, match="not empty"):
        restore(copy)
    with connect() as database:
        schema.drop_objects(database)
    (elsewhere / "media").mkdir(parents=True)
    (elsewhere / "media" / "a.txt").touch()
    with pytest.raises(BackupError, match="files are there"):
        restore(copy)


def test_a_replaced_portal_is_set_aside(copy: Path, elsewhere: Path) -> None:
    restore(copy)
    EnterpriseFactory(nib="1299999999999")
    report = restore(copy, replace=True)
    assert [path.parent.name for path in report.set_aside] == ["media"]
    assert (report.set_aside[0] / "exports" / "a.csv").exists()
    assert report.old_schemas == []
    with connect() as database:
        rows = {each.name: each for each in tables_of(database)}
        for record in Manifest.read(copy).tables:
            assert tables.measure(database, rows[record.name], record.columns) == record


@pytest.mark.parametrize("replaced", [False, True])
def test_a_failure_leaves_what_was_there(copy: Path, elsewhere: Path, replaced: bool) -> None:
    if replaced:
        restore(copy)
        EnterpriseFactory(nib="1299999999999", name="Dari sebelum")
    broken = mock.patch(
        "operations.backup.recovery.tables.set_sequences",
        side_effect=psycopg.errors.DiskFull("No space left on device"),
    )
    with broken, pytest.raises(BackupError, match="No space left"):
        restore(copy, replace=replaced)
    with connect() as database:
        assert schema.set_aside_schemas(database) == []
        if replaced:
            query = "SELECT count(*) FROM enterprises_enterprise WHERE name = 'Dari sebelum'"
            assert database.execute(query).fetchone() == (1,)
        else:
            assert tables_of(database) == []
    assert not (elsewhere / "media" / recovery.STAGING).exists()


def test_another_client_of_the_database_is_not_disturbed(
    copy: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "DISCONNECT_SECONDS", 0.1)
    with connect(), pytest.raises(BackupError, match="others are connected"):
        restore(copy)


def test_a_damaged_copy_changes_nothing(copy: Path, elsewhere: Path) -> None:
    (copy / "media" / "exports" / "a.csv").write_bytes(b"x")
    with pytest.raises(BackupError, match="missing or changed"):
        restore(copy)
    with connect() as database:
        assert tables_of(database) == []


def test_a_newer_portals_copy_is_refused(copy: Path, elsewhere: Path) -> None:
    manifest = copy / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"0001_initial"', '"0999_later"', 1))
    with pytest.raises(BackupError, match="newer portal"):
        restore(copy)


@pytest.mark.sampled
@pytest.mark.parametrize("replace", [False, True])
def test_a_copy_made_under_an_earlier_schema_moves_nothing(
    copy: Path, elsewhere: Path, replace: bool
) -> None:
    manifest = copy / "manifest.json"
    former = manifest.read_text().replace('"applications_application"', '"programs_application"', 1)
    manifest.write_text(former)
    with connect() as database:
        database.execute("CREATE TABLE enterprises_enterprise ()")
    with pytest.raises(BackupError, match=r"earlier schema.*programs_application"):
        restore(copy, replace=replace)
    with connect() as database:
        assert [table.name for table in tables_of(database)] == ["enterprises_enterprise"]
        assert schema.set_aside_schemas(database) == []
    assert not elsewhere.exists()


@pytest.mark.sampled
@pytest.mark.parametrize("replace", [False, True])
def test_a_database_under_an_earlier_schema_is_never_replaced(
    copy: Path, elsewhere: Path, replace: bool
) -> None:
    with connect() as database:
        database.execute("CREATE TABLE programs_application ()")
    with pytest.raises(BackupError, match=r"another version.*programs_application"):
        restore(copy, replace=replace)
    with connect() as database:
        assert [table.name for table in tables_of(database)] == ["programs_application"]
        assert schema.set_aside_schemas(database) == []
    assert not elsewhere.exists()


def test_a_newer_portals_database_is_replaced_only_on_request(copy: Path, elsewhere: Path) -> None:
    """Going back to an older version replaces what the newer one made."""
    with connect() as database:
        database.execute(
            "CREATE TABLE django_migrations AS "
            "SELECT 1 AS id, 'programs' AS app, '0999_later' AS name, now() AS applied"
        )
    with pytest.raises(BackupError, match=r"another version.*programs\.0999_later"):
        restore(copy)
    assert restore(copy, replace=True).old_schemas == []


class TestKeys:
    OTHER = bytes(range(32))

    def test_keys_of_the_copy_are_installed_and_others_set_aside(
        self, copy: Path, elsewhere: Path, settings: Any
    ) -> None:
        wanted = keys.current_keys()
        settings.FIELD_KEYS = {1: self.OTHER, 2: self.OTHER}
        keys_folder = elsewhere / "keys"
        keys_folder.mkdir(parents=True)
        for name, text in keys.current_keys().items():
            (keys_folder / name).write_text(text)
        report = restore(copy)
        assert sorted(path.name.split(".before")[0] for path in report.set_aside) == [
            "field_key",
            "field_key.2",
        ]
        assert {name: (keys_folder / name).read_text() for name in wanted} == wanted
        assert not (keys_folder / "field_key.2").exists()

    def test_wrong_keys_change_nothing(self, copy: Path, elsewhere: Path, settings: Any) -> None:
        wrong = copy.with_name("wrong.keys")
        keys.write(wrong, {**keys.current_keys(), "field_key": "AAAA"})
        settings.FIELD_KEYS = {1: self.OTHER}
        with pytest.raises(BackupError, match="keys differ"):
            restore(copy, keys_file=wrong)
        copy.with_name("copy.keys").unlink()
        with pytest.raises(BackupError, match="keys of this copy are not here"):
            restore(copy)

    def test_keys_that_the_environment_pins_are_named(
        self, copy: Path, elsewhere: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.FIELD_KEYS = {1: self.OTHER}
        monkeypatch.setenv("FIELD_KEY", "x")
        with pytest.raises(BackupError, match="field_key"):
            restore(copy)

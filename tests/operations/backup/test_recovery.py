"""Putting a copy back: refused where it would hurt, undone where it fails, equal in the end."""

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


@pytest.fixture
def copy(home: Path, tmp_path: Path, transactional_db: None) -> Path:
    """A copy with a file under review in it: history, frozen papers, consents."""
    make_application(state="in_review")
    with mock.patch("operations.backup.files.REFERENCES", ()):
        archive.make(tmp_path / "copy", KeyDestination())
    return tmp_path / "copy"


def restore(copy: Path, **options: Any) -> recovery.Report:
    return recovery.restore(copy, say=lambda _text: None, **options)


def shape() -> list[tuple[Any, ...]]:
    """Triggers, constraints and indexes with what they say."""
    with connect() as found:
        return found.execute(
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
    """The shape of the database that the copy was made of."""
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
    with connect() as found:
        (highest,) = found.execute("SELECT max(id) FROM enterprises_enterprise").fetchone() or (0,)
    assert EnterpriseFactory(nib="1299999999999").pk > highest


def test_what_stands_here_is_not_touched_unasked(copy: Path, elsewhere: Path) -> None:
    with connect() as found:
        found.execute("CREATE TABLE somebody ()")
    with pytest.raises(BackupError, match="not empty"):
        restore(copy)
    with connect() as found:
        schema.empty(found)
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
    with connect() as found:
        rows = {each.name: each for each in tables_of(found)}
        for record in Manifest.read(copy).tables:
            assert tables.measure(found, rows[record.name], record.columns) == record


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
    with connect() as found:
        assert schema.leftovers(found) == []
        if replaced:
            query = "SELECT count(*) FROM enterprises_enterprise WHERE name = 'Dari sebelum'"
            assert found.execute(query).fetchone() == (1,)
        else:
            assert tables_of(found) == []
    assert not (elsewhere / "media" / recovery.WORKSHOP).exists()


def test_somebody_at_work_is_not_disturbed(
    copy: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "FAREWELL", 0.1)
    with connect(), pytest.raises(BackupError, match="others are connected"):
        restore(copy)


def test_a_damaged_copy_changes_nothing(copy: Path, elsewhere: Path) -> None:
    (copy / "media" / "exports" / "a.csv").write_bytes(b"x")
    with pytest.raises(BackupError, match="missing or changed"):
        restore(copy)
    with connect() as found:
        assert tables_of(found) == []


def test_a_newer_portals_copy_is_refused(copy: Path, elsewhere: Path) -> None:
    manifest = copy / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"0001_initial"', '"0999_later"', 1))
    with pytest.raises(BackupError, match="newer portal"):
        restore(copy)


class TestKeys:
    OTHER = bytes(range(32))

    def test_keys_of_the_copy_are_installed_and_others_set_aside(
        self, copy: Path, elsewhere: Path, settings: Any
    ) -> None:
        wanted = keys.held()
        settings.FIELD_KEYS = {1: self.OTHER, 2: self.OTHER}
        keys_folder = elsewhere / "keys"
        keys_folder.mkdir(parents=True)
        for name, text in keys.held().items():
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
        keys.write(wrong, {**keys.held(), "field_key": "AAAA"})
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

"""A copy is whole or not there, of one moment, and damage to it is noticed."""

import errno
import gzip
import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from operations.backup import archive, files, keys, tables
from operations.backup.archive import KeyDestination
from operations.backup.manifest import BackupError, Manifest
from operations.backup.snapshot import connect, consistent_snapshot
from tests.factories.enterprises import DocumentVersionFactory
from tests.operations.backup.conftest import address_of

pytestmark = pytest.mark.django_db(transaction=True)
PASSPHRASE = "kuda laut makan tebu"


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_has_every_table_file_and_key(copy: Path, home: Path) -> None:
    manifest = archive.verify(copy)
    with connect() as database, consistent_snapshot(database) as names:
        assert [table.name for table in manifest.tables] == [table.name for table in names]
        assert [tables.measure(database, each, each.columns) for each in names] == [
            *manifest.tables
        ]
    assert manifest.files.count == 1
    assert (copy / "media" / "exports" / "a.csv").read_bytes() == b"a;b\n"
    assert copy.stat().st_mode & 0o777 == 0o700
    assert set(manifest.keys) == {"1", "index", "secret"}


def test_the_list_of_files_is_what_sha256sum_reads(copy: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--strict", "media.sha256"], cwd=copy, check=True)


def test_keys_are_apart_and_mixed_in_only_on_request(copy: Path) -> None:
    apart = copy.with_name("copy.keys")
    assert apart.stat().st_mode & 0o777 == 0o600
    assert keys.read(apart) == keys.current_keys()
    secrets = [text.encode() for text in keys.current_keys().values()]
    for path in copy.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            content = gzip.decompress(raw) if path.suffix == ".gz" else raw
            assert not any(secret in content for secret in secrets)


def test_sealed_keys_open_with_the_passphrase_alone(home: Path, tmp_path: Path) -> None:
    manifest = archive.make(tmp_path / "copy", KeyDestination(passphrase=PASSPHRASE))
    sealed = tmp_path / "copy" / keys.SEALED
    assert (manifest.keys_in, left_in(tmp_path)) == ("sealed", ["copy", "home"])
    assert keys.read(sealed, PASSPHRASE) == keys.current_keys()
    with pytest.raises(BackupError, match="wrong passphrase"):
        keys.read(sealed, PASSPHRASE + "x")
    with pytest.raises(BackupError, match="passphrase needed"):
        keys.read(sealed)


def test_keys_go_where_the_options_say(home: Path, tmp_path: Path) -> None:
    call_command("backup", str(tmp_path / "a"), keys_to=tmp_path / "safe", verbosity=0)
    call_command("backup", str(tmp_path / "b"), without_keys=True, verbosity=0)
    assert left_in(tmp_path) == ["a", "b", "home", "safe"]
    assert left_in(tmp_path / "safe") == ["a.keys"]
    assert Manifest.read(tmp_path / "b").keys_in == "nowhere"


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a row": lambda copy: _repacked(copy / "tables" / "reference_regency.copy.gz"),
    "a cut table": lambda copy: os.truncate(copy / "tables" / "reference_kbli.copy.gz", 100),
    "a lost table": lambda copy: (copy / "tables" / "reference_kbli.copy.gz").unlink(),
    "a file": lambda copy: (copy / "media" / "exports" / "a.csv").write_bytes(b"a;c\n"),
    "a lost file": lambda copy: (copy / "media" / "exports" / "a.csv").unlink(),
    "a file too many": lambda copy: (copy / "media" / "b.csv").write_bytes(b"x"),
    "the list": lambda copy: (copy / "media.sha256").write_text(""),
    "the manifest": lambda copy: os.truncate(copy / "manifest.json", 300),
    "no manifest": lambda copy: (copy / "manifest.json").unlink(),
}


def _repacked(path: Path) -> None:
    path.write_bytes(
        gzip.compress(gzip.decompress(path.read_bytes()).replace(b"35.01", b"35.00", 1))
    )


@pytest.mark.sampled
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_noticed(copy: Path, damage: str) -> None:
    DAMAGE[damage](copy)
    with pytest.raises(BackupError):
        archive.verify(copy)


def test_a_name_that_points_outside_is_refused(copy: Path) -> None:
    (copy / files.LIST).write_text(f"{'0' * 64}  media/../../x\n")
    with pytest.raises(BackupError, match="outside"):
        [*files.listed(copy)]


def test_a_copy_is_never_written_over(copy: Path) -> None:
    with pytest.raises(BackupError, match="exists already"):
        archive.make(copy, KeyDestination())


def test_a_missing_or_changed_document_is_reported(home: Path, tmp_path: Path) -> None:
    row = DocumentVersionFactory()
    other = DocumentVersionFactory()
    path = home / "media" / "documents" / other.stored_name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not what the row says")
    with pytest.raises(CommandError) as failed:
        call_command("backup", str(tmp_path / "copy"), without_keys=True, verbosity=0)
    assert failed.value.returncode == 3
    manifest = archive.verify(tmp_path / "copy")
    assert sorted(manifest.files.missing) == sorted(
        (f"documents/{row.stored_name}", f"documents/{other.stored_name}")
    )


@pytest.mark.sampled
@pytest.mark.parametrize(
    "place",
    [
        "operations.backup.tables.gzip_writer",
        "operations.backup.files._copy",
        "operations.backup.archive.keys.write",
        "operations.backup.archive.Manifest.write",
        "operations.backup.archive.os.sync",
    ],
)
def test_a_full_disk_leaves_nothing(home: Path, tmp_path: Path, place: str) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    with mock.patch(place, side_effect=full), pytest.raises(BackupError, match="nothing was kept"):
        archive.make(tmp_path / "copy", KeyDestination())
    assert left_in(tmp_path) == ["home"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a real disk of 48 KiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48k", "tmpfs", folder], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("may not mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_really_full_disk_leaves_nothing(home: Path, small_disk: Path) -> None:
    with pytest.raises(BackupError, match="nothing was kept"):
        archive.make(small_disk / "copy", KeyDestination())
    assert left_in(small_disk) == []


def test_the_draft_of_a_killed_backup_is_deleted(home: Path, tmp_path: Path) -> None:
    (tmp_path / ".copy.partial" / "tables").mkdir(parents=True)
    archive.make(tmp_path / "copy", KeyDestination(nowhere=True))
    assert left_in(tmp_path) == ["copy", "home"]


def test_a_copy_is_of_one_moment(home: Path, tmp_path: Path) -> None:
    """A writer that always writes two tables in one transaction; the copy never sees one alone."""
    stop = threading.Event()
    address = address_of(connection)
    written = 0

    def write() -> None:
        nonlocal written
        with psycopg.connect(**address) as database:
            while not stop.is_set():
                database.execute(
                    "INSERT INTO reference_holidayoverride (date, is_working, name, legal_basis) "
                    "VALUES (date '2100-01-01' + %s, false, 'x', '')",
                    (written,),
                )
                database.execute(
                    "INSERT INTO django_session VALUES (%s, '', now())", (f"x{written}",)
                )
                database.commit()
                written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = []
        for number in range(3):
            manifest = archive.make(tmp_path / f"copy{number}", KeyDestination(nowhere=True))
            rows = {table.name: table.rows for table in manifest.tables}
            counts.append((rows["reference_holidayoverride"], rows["django_session"]))
    finally:
        stop.set()
        writer.join()
    assert [first for first, _second in counts] == [second for _first, second in counts]
    assert written > counts[-1][0] > counts[0][0]


def test_a_database_of_no_portal_is_not_copied(home: Path, tmp_path: Path, elsewhere: Any) -> None:
    with pytest.raises(BackupError, match="no portal"):
        archive.make(tmp_path / "copy", KeyDestination())


def test_the_manifest_is_plain_json(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    assert (manifest["format"], len(manifest["seal"])) == (2, 64)
    assert set(manifest["versions"]) == {"django", "postgresql", "python"}

"""Restore a copy: verify it, load it in one transaction, compare, then run the checks."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.conf import settings

from common.dates import clock
from operations.backup import archive, files, keys, schema, tables
from operations.backup.manifest import BackupError, Manifest
from operations.backup.snapshot import connect
from operations.backup.snapshot import tables as tables_of
from operations.environment import BASE_DIR

STAGING = ".restoring"
CHECKS = (("check_keys",), ("recompute_clocks", "--check"))


@dataclass
class Report:
    """What the restore did, for the output of the command."""

    manifest: Manifest
    skipped: list[str] = field(default_factory=list)
    set_aside: list[Path] = field(default_factory=list)
    old_schemas: list[str] = field(default_factory=list)


def restore(
    folder: Path,
    *,
    replace: bool = False,
    keys_file: Path | None = None,
    passphrase: str = "",
    unsealed: bool = False,
    say: Callable[[str], None],
) -> Report:
    """Load tables, files and keys of a copy into this portal's database and home.

    Names and the seal of the copy are checked before anything is written or run; `unsealed` accepts
    a copy from before there were seals. Existing content is changed only with `replace`, and only
    after the whole copy was read and its keys were found to match. After a failure the old tables
    are back. Old files and keys are set aside, not deleted. Copies and databases of an earlier
    schema are refused before anything is moved. Raises BackupError.
    """
    manifest = Manifest.read(folder)
    _require_this_version(manifest, replace=replace)
    new_keys = _keys_to_install(folder, manifest, keys_file, passphrase)
    archive.check_seal(manifest, new_keys or keys.current_keys(), unsealed=unsealed)
    say("Memeriksa cadangan (checking the copy)...")
    if archive.verify(folder) != manifest:
        raise BackupError("Manifes berubah saat dibaca (changed while it was read).")
    home, media = Path(settings.PORTAL_HOME), Path(settings.MEDIA_ROOT)
    stamp = clock.now().strftime("%Y%m%d%H%M%S")
    report = Report(manifest)
    with connect() as connection, _explained_errors():
        schema.require_sole_connection(connection)
        _require_empty(connection, media, replace=replace)
        with _staging_folder(media) as staging:
            say(f"Menyalin {manifest.files.count} berkas (copying files)...")
            files.copy_in(folder, staging)
            with _empty_schema(connection, stamp) as old:
                say("Menyiapkan skema (preparing the schema)...")
                schema.migrate_to(manifest)
                say(f"Memuat {manifest.rows:,} baris (loading rows)...")
                report.skipped = _load(connection, manifest, folder)
                report.set_aside += _move_files_into_place(staging, media, stamp)
                report.set_aside += keys.install(new_keys, home / "keys", stamp) if new_keys else []
            if old:
                schema.drop_schema(connection, old)
        connection.execute("ANALYZE")
        report.old_schemas = schema.set_aside_schemas(connection)
    schema.migrate_forward()
    _run_checks(say)
    return report


def _require_this_version(manifest: Manifest, *, replace: bool) -> None:
    """Raise BackupError for a copy or a database of another version before reading the rest."""
    schema.require_known(manifest)
    with connect() as connection, _explained_errors():
        schema.require_own_database(connection, tables_of(connection), replace=replace)


def _keys_to_install(
    folder: Path, manifest: Manifest, keys_file: Path | None, passphrase: str
) -> dict[str, str]:
    """Return the keys to write; none when this portal has them already. Raises BackupError."""
    if keys.are_held(manifest.keys):
        return {}
    source = keys_file
    if source is None and manifest.keys_in == "sealed":
        source = folder / keys.SEALED
    if source is None:
        source = folder.absolute().with_name(f"{folder.absolute().name}{keys.APART}")
        if not source.exists():
            raise BackupError(
                "Kunci cadangan ini tidak ada di sini; sebutkan dengan --keys BERKAS "
                "(the keys of this copy are not here)."
            )
    keys_of_copy = keys.read(source, passphrase)
    keys.check(keys_of_copy, manifest.keys)
    fixed_by_environment = [
        name
        for name in keys.fixed_by_environment()
        if keys_of_copy.get(name) != keys.current_keys()[name]
    ]
    if fixed_by_environment:
        raise BackupError(
            f"Lingkungan menetapkan kunci lain: {', '.join(fixed_by_environment)}; ganti dahulu "
            "(the environment gives other keys)."
        )
    return keys_of_copy


def _require_empty(connection: psycopg.Connection, media: Path, *, replace: bool) -> None:
    if replace:
        return
    if tables_of(connection):
        raise BackupError(
            "Basis data tidak kosong; pakai --replace untuk menggantinya (not empty)."
        )
    if any(files.walk(media)):
        raise BackupError(f"{media} tidak kosong; pakai --replace (files are there already).")


@contextmanager
def _staging_folder(media: Path) -> Iterator[Path]:
    """Create a hidden folder on the disk of the files, so that moving them is a rename."""
    staging = media / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True, mode=0o700)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _empty_schema(connection: psycopg.Connection, stamp: str) -> Iterator[str]:
    """Empty the schema; yield the name of the old one, which is restored when the block fails."""
    old = schema.set_aside(connection, stamp) if tables_of(connection) else ""
    try:
        yield old
    except BaseException:
        # Over a broken connection nothing can be undone; an administrator restores the schema.
        with suppress(psycopg.OperationalError):
            if old:
                schema.put_back(connection, old)
            else:
                schema.drop_objects(connection)
        raise


def _load(connection: psycopg.Connection, manifest: Manifest, folder: Path) -> list[str]:
    """Load rows, sequences and views in one transaction that commits only if all checksums agree.

    Returns the tables of the copy that no migration creates: they are left out.
    """
    existing = {table.name: table for table in tables_of(connection)}
    records = [record for record in manifest.tables if record.name in existing]
    with connection.transaction():
        with schema.without_indexes_and_triggers(connection, [*existing.values()]):
            for record in records:
                tables.read_in(connection, record, folder)
        tables.set_sequences(connection, manifest.sequences)
        schema.refresh_views(connection)
        for record in records:
            if tables.measure(connection, existing[record.name], record.columns) != record:
                raise BackupError(f"Tabel {record.name} berbeda setelah dimuat (checksum differs).")
    return sorted(record.name for record in manifest.tables if record.name not in existing)


def _move_files_into_place(staging: Path, media: Path, stamp: str) -> list[Path]:
    """Move restored folders into place; set existing ones aside."""
    aside = media / f".before-restore-{stamp}"
    moved = [each for each in media.iterdir() if not each.name.startswith(files.HIDDEN)]
    if moved:
        aside.mkdir(mode=0o700)
    for each in moved:
        each.rename(aside / each.name)
    for each in sorted(staging.iterdir()):
        each.rename(media / each.name)
    return [aside] if moved else []


def _run_checks(say: Callable[[str], None]) -> None:
    """Run the CHECKS in new processes, which have the restored keys."""
    for command in CHECKS:
        say(f"manage.py {' '.join(command)}")
        done = subprocess.run(  # noqa: S603 - our own interpreter and the commands named above
            [sys.executable, "manage.py", *command],
            cwd=BASE_DIR,
            env=os.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BackupError(
                f"Isi telah dipulihkan, tetapi {' '.join(command)} menolak (restored, but a check "
                f"failed):\n{(done.stdout + done.stderr).strip()[-2000:]}"
            )


@contextmanager
def _explained_errors() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise BackupError(f"Basis data menolak (database refused): {error}") from error
    except OSError as error:
        raise BackupError(f"Berkas tidak dapat ditulis (cannot write): {error}") from error

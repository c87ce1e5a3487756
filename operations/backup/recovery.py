"""Putting a copy back: checked first, loaded in one transaction, compared, then looked over."""

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

WORKSHOP = ".restoring"
CHECKS = (("check_keys",), ("recompute_clocks", "--check"))


@dataclass
class Report:
    """What was done, for the person who asked."""

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
    say: Callable[[str], None],
) -> Report:
    """Puts tables, files and keys of a copy into this portal's database and home.

    Whatever stands there is touched only with `replace`, and only after the whole copy was read
    and its keys were found to be the right ones. A failure puts the old tables back. Old files and
    keys are set aside, not deleted. Raises BackupError.
    """
    say("Memeriksa cadangan (checking the copy)...")
    manifest = archive.verify(folder)
    schema.require_known(manifest)
    wanted = _keys_for(folder, manifest, keys_file, passphrase)
    home, media = Path(settings.PORTAL_HOME), Path(settings.MEDIA_ROOT)
    stamp = clock.now().strftime("%Y%m%d%H%M%S")
    report = Report(manifest)
    with connect() as connection, _failures_named():
        schema.require_nobody_else(connection)
        _require_empty(connection, media, replace=replace)
        with _workshop(media) as workshop:
            say(f"Menyalin {manifest.files.count} berkas (copying files)...")
            files.copy_in(folder, workshop)
            with _room_made(connection, stamp) as old:
                say("Menyiapkan skema (preparing the schema)...")
                schema.migrate_to(manifest)
                say(f"Memuat {manifest.rows:,} baris (loading rows)...")
                report.skipped = _load(connection, manifest, folder)
                report.set_aside += _swap(workshop, media, stamp)
                report.set_aside += keys.install(wanted, home / "keys", stamp) if wanted else []
            if old:
                schema.forget(connection, old)
        connection.execute("ANALYZE")
        report.old_schemas = schema.leftovers(connection)
    schema.migrate_forward()
    _run_checks(say)
    return report


def _keys_for(
    folder: Path, manifest: Manifest, keys_file: Path | None, passphrase: str
) -> dict[str, str]:
    """The keys to write; none when this portal holds them already. Raises BackupError."""
    held = keys.fingerprints()
    if all(held.get(name) == print_ for name, print_ in manifest.keys.items()):
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
    found = keys.read(source, passphrase)
    keys.check(found, manifest.keys)
    pinned = [name for name in keys.pinned() if found.get(name) != keys.held()[name]]
    if pinned:
        raise BackupError(
            f"Lingkungan menetapkan kunci lain: {', '.join(pinned)}; ganti dahulu "
            "(the environment gives other keys)."
        )
    return found


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
def _workshop(media: Path) -> Iterator[Path]:
    """A hidden folder on the disk of the files, so that they move into place in one step."""
    workshop = media / WORKSHOP
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir(parents=True, mode=0o700)
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


@contextmanager
def _room_made(connection: psycopg.Connection, stamp: str) -> Iterator[str]:
    """An empty schema; the name of the old one, which comes back when the block fails."""
    old = schema.set_aside(connection, stamp) if tables_of(connection) else ""
    try:
        yield old
    except BaseException:
        # A broken connection has nothing to say; the old schema is then put back by hand.
        with suppress(psycopg.OperationalError):
            if old:
                schema.put_back(connection, old)
            else:
                schema.empty(connection)
        raise


def _load(connection: psycopg.Connection, manifest: Manifest, folder: Path) -> list[str]:
    """Rows, sequences and views in one transaction that ends only when every checksum agrees.

    Returns tables that belong to no migration, and so have no place.
    """
    here = {table.name: table for table in tables_of(connection)}
    wanted = [record for record in manifest.tables if record.name in here]
    with connection.transaction():
        with schema.quiet(connection, [*here.values()]):
            for record in wanted:
                tables.read_in(connection, record, folder)
        tables.set_sequences(connection, manifest.sequences)
        schema.refresh_views(connection)
        for record in wanted:
            if tables.measure(connection, here[record.name], record.columns) != record:
                raise BackupError(f"Tabel {record.name} berbeda setelah dimuat (checksum differs).")
    return sorted(record.name for record in manifest.tables if record.name not in here)


def _swap(workshop: Path, media: Path, stamp: str) -> list[Path]:
    """Moves restored folders into place; those they replace, and others, are set aside."""
    aside = media / f".before-restore-{stamp}"
    moved = [each for each in media.iterdir() if not each.name.startswith(files.HIDDEN)]
    if moved:
        aside.mkdir(mode=0o700)
    for each in moved:
        each.rename(aside / each.name)
    for each in sorted(workshop.iterdir()):
        each.rename(media / each.name)
    return [aside] if moved else []


def _run_checks(say: Callable[[str], None]) -> None:
    """What `./run` and a night would ask, by processes that read the restored keys."""
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
def _failures_named() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise BackupError(f"Basis data menolak (database refused): {error}") from error
    except OSError as error:
        raise BackupError(f"Berkas tidak dapat ditulis (cannot write): {error}") from error

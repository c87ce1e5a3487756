"""Make a complete copy or none, and verify one."""

import errno
import fcntl
import hmac
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from types import FrameType

import django
import psycopg
from django.conf import settings

from common.dates import clock
from operations.backup import files, keys, schema, tables
from operations.backup.manifest import NAME, UNSEALED_FORMAT, BackupError, Manifest
from operations.backup.snapshot import connect, consistent_snapshot

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class KeyDestination:
    """Where keys are stored: encrypted inside (a passphrase), in a folder, or beside the copy."""

    passphrase: str = ""
    folder: Path | None = None
    nowhere: bool = False

    @property
    def place(self) -> str:
        """The value of `keys_in` in the manifest."""
        return "nowhere" if self.nowhere else "sealed" if self.passphrase else "apart"

    def path(self, destination: Path) -> Path:
        """Return the path of the key file that belongs to the copy `destination`."""
        return (self.folder or destination.parent) / f"{destination.name}{keys.APART}"


def make(destination: Path, key_destination: KeyDestination) -> Manifest:
    """Copy tables, files and keys of one moment to the new folder `destination`.

    The portal may be in use at the same time. The folder appears only when all of it is on the
    disk; after a failure nothing is left. Raises BackupError.
    """
    destination = destination.absolute()
    _require_new(destination, key_destination)
    with _draft_folder(destination) as draft, _explained_errors(destination):
        manifest = _write_draft(draft, key_destination)
        apart = key_destination.path(destination) if manifest.keys_in == "apart" else None
        try:
            if apart:
                apart.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                keys.write(apart, keys.current_keys())
            os.sync()
            draft.rename(destination)
        except BaseException:
            if apart:
                apart.unlink(missing_ok=True)
            raise
    return manifest


def check_seal(manifest: Manifest, portal_keys: Mapping[str, str], *, unsealed: bool) -> None:
    """Raise BackupError unless a portal with these keys wrote the manifest as it is.

    `unsealed` accepts a copy from before there were seals, and no other.
    """
    if manifest.format == UNSEALED_FORMAT:
        if unsealed:
            return
        raise BackupError(
            "Cadangan ini dari versi yang belum menyegel; bila Anda yakin asalnya, pakai "
            "--unsealed (made before copies were sealed)."
        )
    if not hmac.compare_digest(manifest.seal, keys.seal_of(manifest.sealed_text, portal_keys)):
        raise BackupError(
            f"Segel {NAME} tidak cocok: bukan portal dengan kunci ini yang menulisnya, atau isinya "
            "diubah sesudahnya (the seal does not fit: written by another portal, or changed)."
        )


def verify(folder: Path) -> Manifest:
    """Read every byte of a copy and compare it with the manifest. Raises BackupError.

    The seal is checked where this portal holds the keys of the copy.
    """
    manifest = Manifest.read(folder)
    if keys.are_held(manifest.keys):
        check_seal(manifest, keys.current_keys(), unsealed=True)
    for record in manifest.tables:
        tables.check_file(folder, record)
    files.check(folder, manifest.files)
    return manifest


def _require_new(destination: Path, key_destination: KeyDestination) -> None:
    if destination.exists():
        raise BackupError(f"{destination} sudah ada; pilih nama lain (exists already).")
    if Path(settings.MEDIA_ROOT) in (*destination.parents, destination):
        raise BackupError("Cadangan tidak boleh di dalam media portal (inside the media folder).")
    if key_destination.place == "apart" and key_destination.path(destination).exists():
        raise BackupError(f"{key_destination.path(destination)} sudah ada (exists already).")


def _write_draft(draft: Path, key_destination: KeyDestination) -> Manifest:
    (draft / tables.FOLDER).mkdir(mode=0o700)
    made_at = clock.now().astimezone(UTC).isoformat(timespec="seconds")
    with connect() as connection, consistent_snapshot(connection) as all_tables:
        if not any(table.name == "django_migrations" for table in all_tables):
            raise BackupError("Basis data ini bukan milik portal (no portal in this database).")
        manifest = Manifest(
            made_at=made_at,
            versions=_versions(connection),
            migrations=schema.applied_migrations(connection),
            tables=tuple(tables.write_out(connection, table, draft) for table in all_tables),
            sequences=tuple(tables.sequences(connection)),
            files=files.copy_out(connection, Path(settings.MEDIA_ROOT), draft),
            keys=keys.fingerprints(),
            keys_in=key_destination.place,
        )
    manifest = replace(manifest, seal=keys.seal_of(manifest.sealed_text, keys.current_keys()))
    if manifest.keys_in == "sealed":
        keys.write(draft / keys.SEALED, keys.current_keys(), key_destination.passphrase)
    manifest.write(draft)
    return manifest


def _versions(connection: psycopg.Connection) -> dict[str, str]:
    return {
        "django": django.get_version(),
        "postgresql": str(connection.info.server_version),
        "python": ".".join(str(part) for part in sys.version_info[:3]),
    }


@contextmanager
def _draft_folder(destination: Path) -> Iterator[Path]:
    """Create a private folder beside the destination, under a lock; delete it unless renamed.

    A draft left by a backup that was killed is deleted by the next one.
    """
    draft = destination.with_name(f".{destination.name}.partial")
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        with _folder_lock(destination.parent), _stopped_by_signals():
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(mode=0o700)
            try:
                yield draft
            finally:
                shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise BackupError(f"{destination.parent}: {error.strerror} (cannot write).") from error


@contextmanager
def _folder_lock(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise BackupError(f"Cadangan lain sedang dibuat di {folder} (another one runs).") from error
    finally:
        os.close(descriptor)


@contextmanager
def _stopped_by_signals(numbers: Sequence[int] = (signal.SIGTERM, signal.SIGHUP)) -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into a BackupError, so that the draft is deleted."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise BackupError("Dihentikan (stopped).")

    try:
        before = {number: signal.signal(number, stop) for number in numbers}
    except ValueError:
        # Only the main thread may set signal handlers.
        before = {}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _explained_errors(destination: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _DISK_FULL:
            free = shutil.disk_usage(destination.parent).free
            raise BackupError(
                f"Ruang di {destination.parent} tidak cukup, tersisa {free:,} bita; "
                "tidak ada yang tertinggal (no space left; nothing was kept)."
            ) from error
        raise
    except psycopg.Error as error:
        raise BackupError(f"Basis data berhenti menjawab (database failed): {error}") from error

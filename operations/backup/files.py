"""The portal's files: copied after the snapshot, since a stored file is never changed.

First those that rows of the snapshot refer to, each compared with the hash in its row; then all
others. A file that is added or deleted during the copy belongs to no row of the snapshot.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from operations.backup.manifest import BackupError, FilesRecord
from operations.backup.streams import chunks, sha256_of

FOLDER = "media"
LIST = "media.sha256"
# Names of folders for work in progress begin with it, and such folders are never copied.
HIDDEN = "."


@dataclass(frozen=True)
class Reference:
    """Rows that refer to files: the `folder` in media, and the columns of name and hash."""

    table: str
    folder: str
    name: str
    sha256: str


REFERENCES = (
    Reference("enterprises_documentversion", "documents", "stored_name", "sha256"),
    Reference("enterprises_sealedoriginal", "documents", "stored_name", "sha256"),
    Reference("letters_letter", "letters", "stored_name", "sha256"),
)


def copy_out(connection: psycopg.Connection, media: Path, folder: Path) -> FilesRecord:
    """Copy `media` into `folder` and list it; the record names the files that rows lack.

    A file whose hash differs from its row counts as missing, and is copied nevertheless.
    """
    target = folder / FOLDER
    target.mkdir(mode=0o700)
    missing: list[str] = []
    count = size = 0
    with (folder / LIST).open("w", encoding="utf-8") as listing:
        for relative, expected in _referenced(connection):
            copied = _copy(media / relative, target / relative)
            if copied is None or (expected and copied[0] != expected):
                missing.append(relative)
            if copied is not None:
                _list(listing, copied[0], relative)
                count, size = count + 1, size + copied[1]
        for relative in walk(media):
            if (target / relative).exists():
                continue
            copied = _copy(media / relative, target / relative)
            if copied is not None:
                _list(listing, copied[0], relative)
                count, size = count + 1, size + copied[1]
    return FilesRecord(count, size, sha256_of(folder / LIST), tuple(missing))


def walk(root: Path) -> Iterator[str]:
    """Yield the relative names of all regular files below `root` except hidden ones."""
    waiting = [root]
    while waiting:
        try:
            entries = os.scandir(waiting.pop())
        except FileNotFoundError:
            continue
        with entries:
            for entry in entries:
                if entry.name.startswith(HIDDEN):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                elif entry.is_file(follow_symlinks=False):
                    yield str(Path(entry.path).relative_to(root))


def listed(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield hash and name of every file of a copy. Raises BackupError."""
    try:
        with (folder / LIST).open(encoding="utf-8") as listing:
            for line in listing:
                sha256, relative = line.rstrip("\n").split("  ", 1)
                relative = relative.removeprefix(f"{FOLDER}/")
                _require_inside(folder / FOLDER, relative)
                yield sha256, relative
    except (OSError, ValueError) as error:
        raise BackupError(f"{folder / LIST} tidak terbaca (unreadable).") from error


def check(folder: Path, record: FilesRecord) -> None:
    """Raise BackupError unless exactly the listed files are there, unchanged."""
    if sha256_of(folder / LIST) != record.list_sha256:
        raise BackupError(f"{LIST} tidak cocok dengan manifes (checksum differs).")
    count = 0
    for expected, relative in listed(folder):
        path = folder / FOLDER / relative
        if not path.is_file() or sha256_of(path) != expected:
            raise BackupError(f"Berkas {relative} hilang atau berubah (missing or changed).")
        count += 1
    if count != record.count or sum(1 for _ in walk(folder / FOLDER)) != count:
        raise BackupError("Jumlah berkas tidak cocok dengan manifes (number of files differs).")


def copy_in(folder: Path, target: Path) -> None:
    """Copy the files of a checked copy below `target`. Raises BackupError on a difference."""
    for expected, relative in listed(folder):
        copied = _copy(folder / FOLDER / relative, target / relative)
        if copied is None or copied[0] != expected:
            raise BackupError(f"Berkas {relative} berubah saat disalin (changed while copied).")


def _require_inside(root: Path, relative: str) -> None:
    """Raise BackupError for a name that leaves the folder, by its parts or by a link.

    So does a hidden one: such folders are the portal's own, for work in progress.
    """
    parts = Path(relative).parts
    is_hidden = any(part.startswith(HIDDEN) for part in parts)
    is_plain = bool(parts) and relative == str(Path(*parts)) and "\\" not in relative
    if is_hidden or not is_plain or Path(relative).is_absolute():
        raise BackupError(f"Nama berkas {relative!r:.200} menunjuk ke luar (points outside).")
    if (root / relative).resolve() != root.resolve() / relative:
        raise BackupError(f"Berkas {relative!r:.200} adalah tautan (is a link).")


def _referenced(connection: psycopg.Connection) -> Iterator[tuple[str, str]]:
    for reference in REFERENCES:
        query = sql.SQL("SELECT {0}, {1} FROM {2} WHERE {0} <> '' ORDER BY 1").format(
            sql.Identifier(reference.name),
            sql.Identifier(reference.sha256),
            sql.Identifier(reference.table),
        )
        with connection.cursor(name="referenced_files") as cursor:
            cursor.itersize = 1000
            for name, expected in cursor.execute(query):
                yield f"{reference.folder}/{name}", expected


def _copy(source: Path, target: Path) -> tuple[str, int] | None:
    """Copy one file; return its hash and size, None when there is no such file (any more)."""
    digest = hashlib.sha256()
    size = 0
    try:
        with source.open("rb") as inside:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as out:
                for chunk in chunks(inside):
                    digest.update(chunk)
                    size += len(chunk)
                    out.write(chunk)
    except FileNotFoundError:
        return None
    return digest.hexdigest(), size


def _list(listing: IO[str], sha256: str, relative: str) -> None:
    listing.write(f"{sha256}  {FOLDER}/{relative}\n")

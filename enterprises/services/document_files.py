"""The bytes of the document store: written completely or not at all, read, and deleted."""

import uuid
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import Storage, storages

from common.files.uploads import disk_full_as_storage_full
from enterprises.models import Enterprise


class _Movable(File):  # type: ignore[type-arg]
    """A finished file that a storage on the same disk can move by its path instead of copying."""

    def __init__(self, path: Path, stream: IO[bytes]) -> None:
        super().__init__(stream, name=path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        return str(self._path)


def storage() -> Storage:
    """Return the storage of documents; it has no public URL."""
    return storages["documents"]


def write(enterprise: Enterprise, path: Path, extension: str) -> str:
    """Store a finished file under a new name and return the name; leave nothing on failure.

    Raises StorageFull "storage_full".
    """
    name = f"{enterprise.uid}/{uuid.uuid4().hex}.{extension}"
    with disk_full_as_storage_full():
        try:
            with path.open("rb") as stream:
                return storage().save(name, _Movable(path, stream))
        except BaseException:
            # Between two disks the file is copied, and a full one would keep the copied part.
            with suppress(OSError):
                storage().delete(name)
            raise


def open_stored(name: str) -> IO[bytes]:
    """Open the stored bytes; raises FileNotFoundError for a missing file."""
    return storage().open(name, "rb")


def delete(name: str) -> None:
    """Delete a file; a missing one is no error."""
    storage().delete(name)

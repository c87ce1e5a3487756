"""The bytes of the document store: written whole or not at all, read, and deleted."""

import uuid
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import Storage, storages

from common.files.uploads import CleanFile, disk_full_in_words
from enterprises.models import Enterprise


class _Movable(File):  # type: ignore[type-arg]
    """A finished file that storage on the same disk takes over by its path, without copying."""

    def __init__(self, path: Path, stream: IO[bytes]) -> None:
        super().__init__(stream, name=path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        return str(self._path)


def storage() -> Storage:
    """Where documents lie; it has no address of its own."""
    return storages["documents"]


def write(enterprise: Enterprise, file: CleanFile) -> str:
    """Stores the clean file under a new name and returns that; leaves nothing when it fails.

    Raises StorageFull "storage_full".
    """
    name = f"{enterprise.uid}/{uuid.uuid4().hex}.{file.extension}"
    with disk_full_in_words():
        try:
            with file.path.open("rb") as stream:
                return storage().save(name, _Movable(file.path, stream))
        except BaseException:
            # Between two disks it is copied, and a full one keeps the half that found room.
            with suppress(OSError):
                storage().delete(name)
            raise


def open_stored(name: str) -> IO[bytes]:
    """The stored bytes; raises FileNotFoundError for a file gone astray."""
    return storage().open(name, "rb")


def delete(name: str) -> None:
    """Takes a file away; one that is gone already is fine."""
    storage().delete(name)

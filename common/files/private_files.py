"""Tables that people send for a worker, and the files made from them, on the disk.

Outside every public folder, readable by the portal alone, and deleted when they are due.
"""

import errno
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from common.dates import clock
from common.errors import InvalidInput, TooLarge
from common.text.formats import number

_MEBIBYTE: Final = 1024 * 1024
# A younger file may belong to an upload whose row is about to commit.
_ORPHAN_AGE: Final = timedelta(days=1)
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True)
class StoredFile:
    """A file on the disk that has no row yet; `size` in bytes."""

    path: Path
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The name under which a row refers to it."""
        return self.path.name


@dataclass(frozen=True)
class PrivateFiles:
    """The files of one folder of media; `beside` are the extensions of the files made from each."""

    folder_name: str
    beside: Sequence[str] = ()

    def folder(self) -> Path:
        """Return the folder; created when it is missing."""
        path = Path(settings.MEDIA_ROOT) / self.folder_name
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path

    def path(self, stored_name: str, ending: str = "") -> Path:
        """Return the path of a stored file, or, with an extension, of a file made from it."""
        return self.folder() / f"{stored_name}{ending}"

    def store(self, chunks: Iterable[bytes], *, suffix: str, most: int) -> StoredFile:
        """Write an upload to the disk in chunks.

        Raises TooLarge beyond `most` bytes, InvalidInput `disk_full`; then no file is left.
        """
        path = self.path(f"{uuid.uuid4().hex}{suffix}")
        digest, size = hashlib.sha256(), 0
        try:
            with path.open("xb") as out:
                path.chmod(0o600)
                for chunk in chunks:
                    size += len(chunk)
                    _refuse_large(size, most)
                    digest.update(chunk)
                    out.write(chunk)
        except OSError as error:
            path.unlink(missing_ok=True)
            if error.errno not in _FULL:
                raise
            raise _disk_full() from error
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return StoredFile(path, size, digest.hexdigest())

    def delete(self, stored_name: str) -> None:
        """Delete a file and those beside it; a missing file is no error."""
        if stored_name:
            for ending in ("", *self.beside):
                self.path(stored_name, ending).unlink(missing_ok=True)

    def delete_orphans(self, known: Iterable[str]) -> int:
        """Delete old files that no `known` name owns, as a kill leaves them; return how many."""
        names = frozenset(known)
        limit = (clock.now() - _ORPHAN_AGE).timestamp()
        old = [
            path
            for path in self.folder().iterdir()
            if self._stored_name(path.name) not in names and path.stat().st_mtime < limit
        ]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _stored_name(self, name: str) -> str:
        ending = next((each for each in self.beside if name.endswith(each)), "")
        return name.removesuffix(ending)


def _disk_full() -> InvalidInput:
    text = _("Penyimpanan portal penuh. Coba lagi nanti, atau hubungi administrator portal.")
    return InvalidInput("disk_full", text, field="file")


def _refuse_large(size: int, most: int) -> None:
    if size > most:
        limit = number(most // _MEBIBYTE)
        text = _("Berkas lebih besar dari %(limit)s MB. Bagilah menjadi beberapa berkas.")
        raise TooLarge("file_too_large", text, field="file", params={"limit": limit})

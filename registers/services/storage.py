"""Uploaded registers and their error reports, on the disk outside every public folder."""

import errno
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from common.dates import clock
from common.errors import InvalidInput, TooLarge
from common.formats import number
from registers.models import RegisterRun

_MEBIBYTE = 1024 * 1024
# A younger file may belong to an upload whose row is about to commit.
_ORPHAN_AGE = timedelta(days=1)
_ERRORS = ".errors"
_TABLE = ".table"
# Half a table, while it is written.
_PART = ".table.part"
_BESIDE = (_ERRORS, _TABLE, _PART)


@dataclass(frozen=True)
class StoredRegister:
    """A register on the disk that has no row yet."""

    name: str
    size: int
    sha256: str

    @property
    def path(self) -> Path:
        return folder() / self.name


def folder() -> Path:
    """Return the folder of the registers; created when it is missing."""
    path = Path(settings.MEDIA_ROOT) / "registers"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def register_path(run: RegisterRun) -> Path:
    """Return the path of the uploaded file of a run that still has one."""
    return folder() / run.stored_name


def errors_path(run: RegisterRun) -> Path:
    """Return the path of the error report beside the file."""
    return folder() / f"{run.stored_name}{_ERRORS}"


def table_path(run: RegisterRun) -> Path:
    """Return the path of the text that a workbook is turned into, beside the file."""
    return folder() / f"{run.stored_name}{_TABLE}"


def part_path(run: RegisterRun) -> Path:
    """Return the path under which that text is written until it is whole."""
    return folder() / f"{run.stored_name}{_PART}"


def store_upload(chunks: Iterable[bytes]) -> StoredRegister:
    """Write an upload to the disk in chunks.

    Raises TooLarge beyond REGISTER_MAX_BYTES, InvalidInput `disk_full`; then no file is left.
    """
    path = folder() / f"{uuid.uuid4().hex}.csv"
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as out:
            path.chmod(0o600)
            for chunk in chunks:
                size += len(chunk)
                _refuse_large(size)
                digest.update(chunk)
                out.write(chunk)
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        text = _("Penyimpanan portal penuh. Coba lagi nanti, atau hubungi administrator portal.")
        raise InvalidInput("disk_full", text, field="file") from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return StoredRegister(path.name, size, digest.hexdigest())


def delete_files(stored_name: str) -> None:
    """Delete a register and the files beside it; a missing file is no error."""
    if stored_name:
        for ending in ("", *_BESIDE):
            (folder() / f"{stored_name}{ending}").unlink(missing_ok=True)


def delete_orphans() -> int:
    """Delete files that no run points at, as a killed upload leaves them; return how many."""
    known = set(RegisterRun.objects.exclude(stored_name="").values_list("stored_name", flat=True))
    limit = (clock.now() - _ORPHAN_AGE).timestamp()
    old = [
        path
        for path in folder().iterdir()
        if _name_of_register(path) not in known and path.stat().st_mtime < limit
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _name_of_register(path: Path) -> str:
    name = path.name
    ending = next((each for each in _BESIDE if name.endswith(each)), "")
    return name.removesuffix(ending)


def _refuse_large(size: int) -> None:
    if size > settings.REGISTER_MAX_BYTES:
        limit = number(settings.REGISTER_MAX_BYTES // _MEBIBYTE)
        text = _("Berkas lebih besar dari %(limit)s MB. Bagilah menjadi beberapa berkas.")
        raise TooLarge("file_too_large", text, field="file", params={"limit": limit})

"""Uploaded registers and their lists of errors, on the disk outside every public folder."""

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
# Young files may belong to an upload whose row is about to commit.
_ORPHAN_AGE = timedelta(days=1)


@dataclass(frozen=True)
class StoredRegister:
    """A register that lies on the disk and has no row yet."""

    name: str
    size: int
    sha256: str

    @property
    def path(self) -> Path:
        return folder() / self.name


def folder() -> Path:
    """Where registers lie; made when it is missing."""
    path = Path(settings.MEDIA_ROOT) / "registers"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def register_path(run: RegisterRun) -> Path:
    """The uploaded file of a run that still has one."""
    return folder() / run.stored_name


def errors_path(run: RegisterRun) -> Path:
    """The list of errors beside the file."""
    return folder() / f"{run.stored_name}.errors"


def keep(pieces: Iterable[bytes]) -> StoredRegister:
    """Writes an upload to the disk piece by piece.

    Raises TooLarge beyond REGISTER_MAX_BYTES, InvalidInput `disk_full`; then nothing stays behind.
    """
    path = folder() / f"{uuid.uuid4().hex}.csv"
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as out:
            path.chmod(0o600)
            for piece in pieces:
                size += len(piece)
                _refuse_large(size)
                digest.update(piece)
                out.write(piece)
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


def drop(stored_name: str) -> None:
    """Deletes a register and its list of errors; one that is gone already is no fault."""
    if stored_name:
        (folder() / stored_name).unlink(missing_ok=True)
        (folder() / f"{stored_name}.errors").unlink(missing_ok=True)


def drop_orphans() -> int:
    """Deletes files that no run points at, as a killed upload leaves them; returns how many."""
    known = set(RegisterRun.objects.exclude(stored_name="").values_list("stored_name", flat=True))
    limit = (clock.now() - _ORPHAN_AGE).timestamp()
    old = [
        path
        for path in folder().iterdir()
        if path.name.removesuffix(".errors") not in known and path.stat().st_mtime < limit
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _refuse_large(size: int) -> None:
    if size > settings.REGISTER_MAX_BYTES:
        limit = number(settings.REGISTER_MAX_BYTES // _MEBIBYTE)
        text = _("Berkas lebih besar dari %(limit)s MB. Bagilah menjadi beberapa berkas.")
        raise TooLarge("file_too_large", text, field="file", params={"limit": limit})

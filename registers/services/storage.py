"""Uploaded registers and their error reports, on the disk outside every public folder."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from common.files.private_files import PrivateFiles, StoredFile
from registers.models import RegisterRun

_ERRORS = ".errors"
_TABLE = ".table"
# The suffix of a table that is still being written.
_PART = ".table.part"
_FILES = PrivateFiles("registers", beside=(_ERRORS, _TABLE, _PART))


def folder() -> Path:
    """Return the folder of the registers; created when it is missing."""
    return _FILES.folder()


def register_path(run: RegisterRun) -> Path:
    """Return the path of the uploaded file of a run that still has one."""
    return _FILES.path(run.stored_name)


def errors_path(run: RegisterRun) -> Path:
    """Return the path of the error report beside the file."""
    return _FILES.path(run.stored_name, _ERRORS)


def table_path(run: RegisterRun) -> Path:
    """Return the path of the text that a workbook is turned into, beside the file."""
    return _FILES.path(run.stored_name, _TABLE)


def part_path(run: RegisterRun) -> Path:
    """Return the path under which that text is written until it is whole."""
    return _FILES.path(run.stored_name, _PART)


def store_upload(chunks: Iterable[bytes]) -> StoredFile:
    """Write an upload to the disk in chunks.

    Raises TooLarge beyond REGISTER_MAX_BYTES, InvalidInput `disk_full`; then no file is left.
    """
    return _FILES.store(chunks, suffix=".csv", most=settings.REGISTER_MAX_BYTES)


def delete_files(stored_name: str) -> None:
    """Delete a register and the files beside it; a missing file is no error."""
    _FILES.delete(stored_name)


def delete_orphans() -> int:
    """Delete files without a run, left behind by killed uploads; return how many."""
    known = RegisterRun.objects.exclude(stored_name="").values_list("stored_name", flat=True)
    return _FILES.delete_orphans(known)

"""The files of bulk checks on the disk: what was sent, its text, the result as text and sheet."""

from pathlib import Path
from typing import Final

from common.files.private_files import PrivateFiles
from programs.models import BulkCheck

_TABLE: Final = ".table"
_RESULT: Final = ".result.csv"
_SHEET: Final = ".result.xlsx"
# The suffix of a file that is still being written.
_PART: Final = ".part"
FILES: Final = PrivateFiles(
    "bulk_checks", beside=(_TABLE, f"{_TABLE}{_PART}", _RESULT, _SHEET, f"{_SHEET}{_PART}")
)


def upload_path(check: BulkCheck) -> Path:
    """Return the path of the file that was sent."""
    return FILES.path(check.stored_name)


def table_path(check: BulkCheck) -> Path:
    """Return the path of the text that a workbook is turned into."""
    return FILES.path(check.stored_name, _TABLE)


def result_path(check: BulkCheck) -> Path:
    """Return the path of the result as CSV; its first `result_bytes` bytes are committed."""
    return FILES.path(check.stored_name, _RESULT)


def sheet_path(check: BulkCheck) -> Path:
    """Return the path of the result as XLSX, which is there once the check is done."""
    return FILES.path(check.stored_name, _SHEET)


def part_of(path: Path) -> Path:
    """Return the path under which a file is written until it is whole, without an older part.

    A worker that lost its claim may still write the older part; its file has no name any more.
    """
    part = path.with_name(f"{path.name}{_PART}")
    part.unlink(missing_ok=True)
    return part

"""The list of bad rows as a CSV file, which grows and is rolled back with the chunks."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from common.errors import InvalidInput
from common.files.formulas import neutralise
from common.files.growing import GrowingFile, open_growing
from registers.services.rows import Fault

COLUMNS = ("line", "column", "reason")


class ErrorReport:
    """`line,column,reason` of every fault; without a stream it only counts the bytes."""

    def __init__(self, stream: BinaryIO | None) -> None:
        self._file = GrowingFile(stream)

    def write(self, faults: Sequence[Fault], *, at: int) -> int:
        """Write the faults at byte `at` and return the byte after them.

        Call it last in the chunk's transaction (`GrowingFile.write`).
        """
        return self._file.write(_table(faults, heading=at == 0), at=at)


@contextmanager
def open_error_report(path: Path | None, *, overwrite: bool) -> Iterator[ErrorReport]:
    """Open the report in a file; without a path nothing is stored.

    Raises InvalidInput `errors_unwritable`.
    """
    if path is None:
        yield ErrorReport(None)
        return
    try:
        stream = open_growing(path, overwrite=overwrite)
    except OSError as error:
        text = _("Daftar kesalahan tidak dapat ditulis: %(why)s.")
        raise InvalidInput("errors_unwritable", text % {"why": error.strerror or ""}) from error
    with stream:
        yield ErrorReport(stream)


def read_first_faults(path: Path, *, size: int, most: int) -> list[Fault]:
    """Read the first faults of a report of `size` bytes, at most `most`."""
    if not size:
        return []
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            faults = []
            for row in csv.DictReader(stream):
                faults.append(Fault(int(row["line"]), row["column"], row["reason"]))
                if len(faults) == most:
                    break
            return faults
    except FileNotFoundError:
        return []


def _table(faults: Sequence[Fault], *, heading: bool) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    if heading:
        writer.writerow(COLUMNS)
    for fault in sorted(faults, key=lambda fault: fault.line):
        writer.writerow((fault.line, fault.column, neutralise(fault.reason)))
    return out.getvalue().encode()

"""The list of bad rows as a CSV file, which grows and is rolled back with the chunks."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from common.errors import InvalidInput
from common.files.formulas import neutralise
from registers.services.rows import Fault

_CHUNK_BYTES = 64 * 1024
COLUMNS = ("line", "column", "reason")


class ErrorReport:
    """`line,column,reason` of every fault; without a stream it only counts the bytes."""

    def __init__(self, stream: BinaryIO | None) -> None:
        self._stream = stream

    def write(self, faults: Sequence[Fault], *, at: int) -> int:
        """Write the faults at byte `at` and return the byte after them.

        Call it last in the chunk's transaction: whatever a failed transaction left after `at`
        is cut off by the next one, so the file always agrees with the counts.
        """
        content = _table(faults, heading=at == 0)
        if self._stream is None:
            return at + len(content)
        if self._stream.seekable():
            self._stream.seek(at)
            self._stream.truncate()
        self._stream.write(content)
        self._stream.flush()
        if self._stream.seekable():
            # The counts must not outlive the rows when the power fails.
            os.fsync(self._stream.fileno())
        return at + len(content)


@contextmanager
def open_error_report(path: Path | None, *, overwrite: bool) -> Iterator[ErrorReport]:
    """Open the report in a file; without a path nothing is stored.

    Raises InvalidInput `errors_unwritable`.
    """
    if path is None:
        yield ErrorReport(None)
        return
    try:
        stream = path.open("wb") if overwrite or not path.exists() else path.open("r+b")
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


def read_chunks(path: Path, *, size: int) -> Iterator[bytes]:
    """Read the first `size` bytes of a report: what follows belongs to no committed chunk."""
    with path.open("rb") as stream:
        while size > 0 and (chunk := stream.read(min(size, _CHUNK_BYTES))):
            size -= len(chunk)
            yield chunk


def _table(faults: Sequence[Fault], *, heading: bool) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    if heading:
        writer.writerow(COLUMNS)
    for fault in sorted(faults, key=lambda fault: fault.line):
        writer.writerow((fault.line, fault.column, neutralise(fault.reason)))
    return out.getvalue().encode()

"""The list of bad rows as a CSV file, which grows with the chunks and is cut back with them."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from common.errors import InvalidInput
from common.files.csv_text import neutralise
from registers.services.rows import Fault

_PIECE = 64 * 1024
COLUMNS = ("line", "column", "reason")


class ErrorReport:
    """`line,column,reason` of every fault; without a stream it only says what would be written."""

    def __init__(self, stream: BinaryIO | None) -> None:
        self._stream = stream

    def write(self, faults: Sequence[Fault], *, at: int) -> int:
        """Puts the faults at byte `at` and returns the byte behind them.

        Call it last in the chunk's transaction: what a transaction that failed left behind `at`
        is cut off by the next one, so the file always fits the counts.
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
def error_report_at(path: Path | None, *, anew: bool) -> Iterator[ErrorReport]:
    """The journal in a file, for its owner's eyes only; raises InvalidInput `errors_unwritable`."""
    if path is None:
        yield ErrorReport(None)
        return
    try:
        stream = path.open("wb") if anew or not path.exists() else path.open("r+b")
    except OSError as error:
        text = _("Daftar kesalahan tidak dapat ditulis: %(why)s.")
        raise InvalidInput("errors_unwritable", text % {"why": error.strerror or ""}) from error
    with stream:
        yield ErrorReport(stream)


def first_faults(path: Path, *, size: int, most: int) -> list[Fault]:
    """The first faults of a journal of `size` bytes, at most `most`."""
    if not size:
        return []
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            found = []
            for row in csv.DictReader(stream):
                found.append(Fault(int(row["line"]), row["column"], row["reason"]))
                if len(found) == most:
                    break
            return found
    except FileNotFoundError:
        return []


def pieces(path: Path, *, size: int) -> Iterator[bytes]:
    """The first `size` bytes of a journal: what is behind them belongs to no chunk yet."""
    with path.open("rb") as stream:
        while size > 0 and (piece := stream.read(min(size, _PIECE))):
            size -= len(piece)
            yield piece


def _table(faults: Sequence[Fault], *, heading: bool) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    if heading:
        writer.writerow(COLUMNS)
    for fault in sorted(faults, key=lambda fault: fault.line):
        writer.writerow((fault.line, fault.column, neutralise(fault.reason)))
    return out.getvalue().encode()

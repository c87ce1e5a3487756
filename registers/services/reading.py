"""Read the CSV file of a register, with the faults that hand-made spreadsheets have.

Physical lines are read one by one and bounded, so that a broken quote or an endless cell costs one
bad row, but not the rest of the file, and no extra memory.
"""

import codecs
import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from common.errors import InvalidInput
from common.files.csv_text import NotText, open_text, sniff_delimiter
from enterprises.services.cleaning import FIELDS, OPTIONAL, unquote

MAX_LINE = 64 * 1024
# A cell may hold line breaks, such as an address; a quote open for more lines was never closed.
MAX_SPAN = 10


@dataclass(frozen=True)
class Position:
    """A place between two records: physical lines and bytes before it."""

    line: int = 0
    offset: int = 0


@dataclass(frozen=True)
class RegisterRow:
    """One record; `values` is None when it cannot be read as cells, and `fault` says why.

    Reading may resume at `end` later, in another process.
    """

    line: int
    values: dict[str, str] | None
    fault: str = ""
    end: Position = field(default=Position(), compare=False)


def read_register(path: Path, *, after: Position | None = None) -> Iterator[RegisterRow]:
    """Read the records in order, numbered by the line they start on (line 1 is the header).

    With `after`, the `end` of a record, only those that follow it. Raises InvalidInput
    (`file_unreadable`, `file_empty`, `file_not_csv`, `columns_missing`, `columns_unknown`,
    `columns_repeated`) before the first record.
    """
    with _open(path) as stream:
        lines = _Lines(stream, _after_bom(path))
        header, delimiter = _read_header(lines)
        if after is None or not after.offset:
            yield from _records(lines, header, delimiter)
            return
        encoding = stream.encoding
    with _open(path, encoding=encoding, offset=after.offset) as stream:
        yield from _records(_Lines(stream, after), header, delimiter)


def _after_bom(path: Path) -> Position:
    """Return the position after the byte order mark that some programs put before UTF-8."""
    with path.open("rb") as raw:
        has_bom = raw.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    return Position(0, len(codecs.BOM_UTF8) if has_bom else 0)


def _open(path: Path, *, encoding: str = "", offset: int = 0) -> TextIO:
    try:
        return open_text(path, encoding=encoding, offset=offset)
    except OSError as error:
        text = _("Berkas tidak dapat dibuka: %(why)s.") % {"why": error.strerror or ""}
        raise InvalidInput("file_unreadable", text) from error
    except NotText as error:
        texts = {
            "spreadsheet": _("Berkas ini buku kerja Excel. Simpan dahulu sebagai CSV UTF-8."),
            "utf16": _("Berkas ini UTF-16. Simpan dahulu sebagai CSV UTF-8."),
            "binary": _("Berkas ini bukan CSV: isinya bukan teks."),
            "encoding": _("Huruf dalam berkas tidak terbaca. Simpan dahulu sebagai CSV UTF-8."),
        }
        raise InvalidInput("file_not_csv", texts[error.code]) from error


class _Lines:
    """Numbered physical lines with look-ahead; a line longer than MAX_LINE is cut there."""

    def __init__(self, stream: TextIO, start: Position) -> None:
        self._stream = stream
        # Both encodings are decoded strictly, so encoding a text again gives its length in bytes.
        self._one_byte = stream.encoding == "cp1252"
        self._ahead: deque[tuple[str, int]] = deque()
        self.position = start

    def peek(self, index: int) -> str | None:
        while len(self._ahead) <= index:
            read = self._read()
            if read is None:
                return None
            self._ahead.append(read)
        return self._ahead[index][0]

    def take(self, count: int) -> None:
        size = sum(self._ahead.popleft()[1] for _step in range(count))
        self.position = Position(self.position.line + count, self.position.offset + size)

    def _read(self) -> tuple[str, int] | None:
        line = self._stream.readline(MAX_LINE + 1)
        if not line:
            return None
        rest, size = line, self._size(line)
        while not rest.endswith(("\n", "\r")) and len(rest) > MAX_LINE:
            rest = self._stream.readline(MAX_LINE + 1)
            size += self._size(rest)
        return line, size

    def _size(self, text: str) -> int:
        return len(text) if self._one_byte or text.isascii() else len(text.encode())


def _read_header(lines: _Lines) -> tuple[list[str], str]:
    first = lines.peek(0)
    if first is None or not first.strip():
        raise InvalidInput("file_empty", _("Berkas kosong: baris pertama harus berisi nama kolom."))
    delimiter = sniff_delimiter(first)
    header = _checked_names(_cells([first], delimiter) or [])
    lines.take(1)
    return header, delimiter


def _records(lines: _Lines, header: list[str], delimiter: str) -> Iterator[RegisterRow]:
    while (line := lines.peek(0)) is not None:
        if line.strip():
            yield _record(lines, line, header, delimiter)
        else:
            lines.take(1)


def _checked_names(cells: list[str]) -> list[str]:
    names = [unquote(cell).lower() for cell in cells]
    _refuse_columns("columns_repeated", sorted({n for n in names if names.count(n) > 1}))
    _refuse_columns("columns_unknown", [n for n in names if n not in FIELDS])
    _refuse_columns("columns_missing", [n for n in FIELDS if n not in names and n not in OPTIONAL])
    return names


def _refuse_columns(code: str, names: list[str]) -> None:
    if not names:
        return
    texts = {
        "columns_repeated": _("Kolom ini ada lebih dari satu: %(names)s."),
        "columns_unknown": _("Kolom ini tidak dikenal: %(names)s. Kolom yang dikenal: %(known)s."),
        "columns_missing": _("Kolom ini tidak ada: %(names)s."),
    }
    listed = ", ".join(name[:40] or "''" for name in names[:20])
    raise InvalidInput(code, texts[code] % {"names": listed, "known": ", ".join(FIELDS)})


def _record(lines: _Lines, line: str, header: list[str], delimiter: str) -> RegisterRow:
    number = lines.position.line + 1
    cells, span = _parse(lines, line, len(header), delimiter)
    lines.take(span)
    end = lines.position
    if len(line) > MAX_LINE:
        return RegisterRow(number, None, _("Baris ini terlalu panjang untuk dibaca."), end)
    if cells is None or len(cells) != len(header):
        fault = _("Baris ini berisi %(found)s sel, seharusnya %(wanted)s.") % {
            "found": len(cells or []),
            "wanted": len(header),
        }
        return RegisterRow(number, None, fault, end)
    return RegisterRow(number, dict(zip(header, cells, strict=True)), end=end)


def _parse(lines: _Lines, line: str, width: int, delimiter: str) -> tuple[list[str] | None, int]:
    """Return the cells and how many physical lines they took; unpaired quotes count as text."""
    if '"' not in line:
        return _cells([line], delimiter), 1
    span: list[str] = []
    while len(span) < MAX_SPAN and (following := lines.peek(len(span))) is not None:
        span.append(following)
        cells = _cells(span, delimiter)
        if cells is not None and len(cells) == width:
            return cells, len(span)
        if cells is not None and len(span) == 1:
            return cells, 1
        if cells is not None:
            break
    return line.rstrip("\r\n").split(delimiter), 1


def _cells(lines: list[str], delimiter: str) -> list[str] | None:
    """Return the cells of one record, or None while a quote is open."""
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None

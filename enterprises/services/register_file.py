"""Reads a register as offices keep it: a CSV with the faults of hand-made spreadsheets.

Physical lines are read one by one and bounded, so that a broken quote or an endless cell costs one
bad row and never the rest of the file, nor the memory.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from common.csvtext import NotText, open_text, sniff_delimiter
from common.errors import InvalidInput
from enterprises.services.cleaning import FIELDS, OPTIONAL, unquote

MAX_LINE = 64 * 1024
# A cell may hold line breaks, such as an address; a quote open for longer was never closed.
MAX_SPAN = 10


@dataclass(frozen=True)
class RegisterRow:
    """One record; `values` is None when it cannot be read as cells, and `fault` says why."""

    line: int
    values: dict[str, str] | None
    fault: str = ""


def read_register(path: Path) -> Iterator[RegisterRow]:
    """Records of the file in order, numbered by the line they start on (line 1 is the header).

    Raises InvalidInput (`file_unreadable`, `file_empty`, `file_not_csv`, `columns_missing`,
    `columns_unknown`, `columns_repeated`) before the first record.
    """
    with _open(path) as stream:
        yield from _records(_Lines(stream))


def _open(path: Path) -> TextIO:
    try:
        return open_text(path)
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
    """Numbered physical lines with look-ahead; a longer line than allowed is cut and marked."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._ahead: deque[str] = deque()
        self.number = 0

    def peek(self, index: int) -> str | None:
        while len(self._ahead) <= index:
            line = self._read()
            if line is None:
                return None
            self._ahead.append(line)
        return self._ahead[index]

    def take(self, count: int) -> None:
        for _step in range(count):
            self._ahead.popleft()
        self.number += count

    def _read(self) -> str | None:
        line = self._stream.readline(MAX_LINE + 1)
        if not line:
            return None
        rest = line
        while not rest.endswith(("\n", "\r")) and len(rest) > MAX_LINE:
            rest = self._stream.readline(MAX_LINE + 1)
        return line


def _records(lines: _Lines) -> Iterator[RegisterRow]:
    first = lines.peek(0)
    if first is None or not first.strip():
        raise InvalidInput("file_empty", _("Berkas kosong: baris pertama harus berisi nama kolom."))
    delimiter = sniff_delimiter(first)
    header = _header(_cells([first], delimiter) or [])
    lines.take(1)
    while (line := lines.peek(0)) is not None:
        if line.strip():
            yield _record(lines, line, header, delimiter)
        else:
            lines.take(1)


def _header(cells: list[str]) -> list[str]:
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
    shown = ", ".join(name[:40] or "''" for name in names[:20])
    raise InvalidInput(code, texts[code] % {"names": shown, "known": ", ".join(FIELDS)})


def _record(lines: _Lines, line: str, header: list[str], delimiter: str) -> RegisterRow:
    number = lines.number + 1
    cells, span = _parse(lines, line, len(header), delimiter)
    lines.take(span)
    if len(line) > MAX_LINE:
        return RegisterRow(number, None, _("Baris ini terlalu panjang untuk dibaca."))
    if cells is None or len(cells) != len(header):
        fault = _("Baris ini berisi %(found)s sel, seharusnya %(wanted)s.") % {
            "found": len(cells or []),
            "wanted": len(header),
        }
        return RegisterRow(number, None, fault)
    return RegisterRow(number, dict(zip(header, cells, strict=True)))


def _parse(lines: _Lines, line: str, width: int, delimiter: str) -> tuple[list[str] | None, int]:
    """Cells and how many physical lines they took; quotes that close nothing count as text."""
    if '"' not in line:
        return _cells([line], delimiter), 1
    taken: list[str] = []
    while len(taken) < MAX_SPAN and (more := lines.peek(len(taken))) is not None:
        taken.append(more)
        cells = _cells(taken, delimiter)
        if cells is not None and len(cells) == width:
            return cells, len(taken)
        if cells is not None and len(taken) == 1:
            return cells, 1
        if cells is not None:
            break
    return line.rstrip("\r\n").split(delimiter), 1


def _cells(taken: list[str], delimiter: str) -> list[str] | None:
    """Cells of one record, or None while a quote is open."""
    try:
        rows = list(csv.reader(taken, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None

"""Tables as people send them: CSV of any dialect, Excel's Unicode text, XLSX. Pure but for files.

Physical lines are read one by one and bounded, so that a broken quote or an endless cell costs one
bad row, but not the rest of the file, and no extra memory.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.files.cell_faults import as_shown
from common.files.spreadsheets import (
    DEFAULT_LIMITS,
    HEADER_ROWS,
    SheetLimits,
    is_sheet,
    sheet_to_csv,
)
from common.files.text_lines import Line, Position, TextLines, refuse_binary, utf16_to_utf8
from common.text.typed import visible

# A cell may hold line breaks, such as an address; a quote open for more lines was never closed.
MAX_SPAN: Final = 10
DELIMITERS: Final = ",;\t|"
_MOST_BLANK_LINES: Final = 1_000
# A row whose last cells are missing has at least all but so many.
_DROPPED: Final = 3

LINE_TOO_LONG: Final = "line_too_long"
LETTERS_UNREADABLE: Final = "letters_unreadable"
TOO_MANY_CELLS: Final = "too_many_cells"
FAULTS: Final[dict[str, Promise]] = {
    LINE_TOO_LONG: _("Baris ini terlalu panjang untuk dibaca: lebih dari 64 KB."),
    LETTERS_UNREADABLE: _(
        "Huruf pada baris ini tidak terbaca. Simpan berkas sebagai CSV UTF-8, lalu unggah lagi."
    ),
    TOO_MANY_CELLS: _("Baris ini berisi %(found)s sel, seharusnya paling banyak %(wanted)s."),
}

IsHeader = Callable[[Sequence[str]], bool]


@dataclass(frozen=True)
class Header:
    """The names of the columns, '' for a column without one, and the line that holds them.

    `edge` is the sign of another delimiter that ends the lines, as of a,b;;; or ''. `is_found` is
    False when no line was accepted: then `names` are of the likeliest line.
    """

    names: list[str]
    delimiter: str
    end: Position
    is_found: bool
    edge: str = ""


@dataclass(frozen=True)
class TableRow:
    """One row: as many cells as there are names, or None and the code of a fault.

    `line` is the physical line on which it starts, or the row of a sheet. Reading may resume at
    `end` later, in another process.
    """

    line: int
    cells: list[str] | None
    fault: str = ""
    found: int = field(default=0, compare=False)
    end: Position = field(default=Position(), compare=False)


def as_text_table(
    source: Path,
    out: Path,
    *,
    is_header: IsHeader,
    limits: SheetLimits = DEFAULT_LIMITS,
    most: int | None = None,
) -> tuple[Path, str]:
    """Return a file that `read_header` and `read_rows` read, and the name of the sheet, '' without.

    A text is returned as it is; a workbook and UTF-16 are written to `out` first, lines and rows as
    they are (of a workbook the first `most`). Raises NotASheet, NotText, OSError.
    """
    if is_sheet(source):
        return out, sheet_to_csv(source, out, is_header=is_header, limits=limits, most=most)
    refuse_binary(source)
    return (out if utf16_to_utf8(source, out) else source), ""


def read_header(stream: BinaryIO, is_header: IsHeader) -> Header | None:
    """Return the first line that `is_header` accepts, with any delimiter; None without a line.

    Blank lines, a line `sep=;` and titles before it are skipped, at most 30 lines with content.
    """
    lines = TextLines(stream, Position())
    best: Header | None = None
    forced = ""
    for _step in range(HEADER_ROWS + _MOST_BLANK_LINES):
        line = lines.peek(0)
        if line is None:
            break
        text = line.text or ""
        lines.take(1)
        if text.casefold().startswith("sep=") and len(text.rstrip("\r\n")) == len("sep=;"):
            forced = text[4]
            continue
        # Excel names the delimiter of its user in the first line, others keep that line.
        for delimiter in dict.fromkeys(forced + DELIMITERS):
            cells = cells_of([text], delimiter) or text.rstrip("\r\n").split(delimiter)
            edge = _edge_of(cells[-1])
            names = _names([*cells[:-1], cells[-1].rstrip(edge) if edge else cells[-1]])
            header = Header(names, delimiter, lines.position, is_header(names), edge)
            if header.is_found:
                return header
            if any(names) and (best is None or len(names) > len(best.names)):
                best = header
    return best


def read_rows(
    stream: BinaryIO, header: Header, *, after: Position | None = None
) -> Iterator[TableRow]:
    """Yield the rows in order; with `after`, the `end` of a row, only those that follow it.

    Rows without content are left out. Missing cells are empty; cells beyond the names are dropped
    when they are empty, as are columns without a name.
    """
    lines = TextLines(stream, after or header.end)
    while (line := lines.peek(0)) is not None:
        if line.is_cut or line.text is None:
            number = lines.position.line + 1
            lines.take(1)
            fault = LINE_TOO_LONG if line.is_cut else LETTERS_UNREADABLE
            yield TableRow(number, None, fault, end=lines.position)
        elif not line.text.strip():
            lines.take(1)
        else:
            row = _row(lines, line.text, header)
            if row is not None:
                yield row


def fault_message(row: TableRow, header: Header) -> str:
    """Return what is wrong with a row without cells, in the active language."""
    return str(FAULTS[row.fault]) % {"found": row.found, "wanted": len(header.names)}


def cells_of(lines: Sequence[str], delimiter: str) -> list[str] | None:
    """Return the cells of one record, or None while a quote is open."""
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _edge_of(cell: str) -> str:
    """Return the delimiter that the last cell of a line ends with, as if more cells followed."""
    last = cell.rstrip()[-1:]
    return last if last and last in DELIMITERS else ""


def _names(cells: Sequence[str]) -> list[str]:
    """Return the names without those empty ones that follow the last; as Excel shows them."""
    names = [" ".join(as_shown(cell).split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _row(lines: TextLines, text: str, header: Header) -> TableRow | None:
    """Return the row at the position, and move past it; None for a row without content."""
    number = lines.position.line + 1
    cells, span = _parse(lines, text, header)
    lines.take(span)
    if header.edge:
        cells[-1] = cells[-1].rstrip().rstrip(header.edge)
    if not any(visible(cell).strip() for cell in cells):
        return None
    width = len(header.names)
    beyond = [*cells[width:], *(c for c, n in zip(cells, header.names, strict=False) if not n)]
    if any(visible(cell).strip() for cell in beyond):
        return TableRow(number, None, TOO_MANY_CELLS, len(cells), lines.position)
    padded = [*cells[:width], *[""] * (width - len(cells))]
    return TableRow(number, padded, end=lines.position)


def _parse(lines: TextLines, text: str, header: Header) -> tuple[list[str], int]:
    """Return the cells and how many physical lines they took; unpaired quotes count as text."""
    plain = text.rstrip("\r\n").split(header.delimiter)
    if '"' not in text:
        return plain, 1
    width = len(header.names)
    span: list[str] = []
    for following in _following(lines):
        if following.text is None or following.is_cut:
            break
        span.append(following.text)
        cells = cells_of(span, header.delimiter)
        if cells is None:
            continue
        filled = len(cells) - next((n for n, c in enumerate(reversed(cells)) if c), len(cells))
        # A quote over several lines may have swallowed rows: then the first line is a complete row.
        if len(span) == 1 or (filled <= width <= len(cells) + _DROPPED and len(plain) < width):
            return cells, len(span)
        break
    return plain, 1


def _following(lines: TextLines) -> Iterator[Line]:
    seen = (lines.peek(index) for index in range(MAX_SPAN))
    for line in islice(seen, MAX_SPAN):
        if line is None:
            return
        yield line

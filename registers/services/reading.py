"""Read the file of a register, with the faults that hand-made spreadsheets have."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.errors import InvalidInput
from common.files.spreadsheets import NotASheet, SheetLimits
from common.files.table_reader import (
    as_text_table,
    fault_message,
    read_header,
    read_rows,
)
from common.files.text_lines import NotText, Position
from common.files.totals import is_total_word
from common.text.typed import says_nothing, visible_line
from enterprises.messages.refusals import LABELS
from enterprises.services.cleaning import AMOUNTS, FIELDS, OPTIONAL, unquote

# A sheet of a whole regency; a province sends CSV. Read within the lease of a worker.
SHEET_LIMITS = SheetLimits(unpacked=256_000_000, rows=100_000, columns=100)
# Enough to find the header and the first enterprise.
_FIRST_ROWS = 200
_SUMMED = AMOUNTS | {"workers"}
_COUNT = re.compile(r"[0-9]{1,3}(?:\.?[0-9]{3})?")


@dataclass(frozen=True)
class TextTable:
    """A register as text, and the sheet of the workbook it comes from, '' for a text."""

    path: Path
    sheet: str = ""


@dataclass(frozen=True)
class RegisterRow:
    """One record; `values` is None when it cannot be read as cells, and `fault` says why.

    `is_total` marks a row of totals, which names nobody. Reading may resume at `end` later, in
    another process.
    """

    line: int
    values: dict[str, str] | None
    fault: str = ""
    end: Position = field(default=Position(), compare=False)
    is_total: bool = field(default=False, compare=False)


def as_text_register(path: Path, out: Path, *, only_first: bool = False) -> TextTable:
    """Return the register as text: itself, or `out`, to which a workbook or UTF-16 is written.

    With `only_first` no more than the beginning of a workbook. Raises InvalidInput
    (`file_unreadable`, `file_not_csv`).
    """
    most = _FIRST_ROWS if only_first else None
    try:
        table = as_text_table(path, out, is_header=_is_header, limits=SHEET_LIMITS, most=most)
    except OSError as error:
        raise _unreadable(error) from error
    except NotASheet as error:
        raise InvalidInput("file_not_csv", error.sentence, params={"why": error.code}) from error
    except NotText as error:
        texts = {
            "old_spreadsheet": _(
                "Berkas ini .xls lama atau dikunci kata sandi. Simpan dahulu sebagai .xlsx."
            ),
            "binary": _("Berkas ini bukan tabel. Unggah berkas .xlsx atau CSV."),
        }
        text = texts.get(error.code, texts["binary"])
        raise InvalidInput("file_not_csv", text, params={"why": error.code}) from error
    return TextTable(*table)


def read_register(path: Path, *, after: Position | None = None) -> Iterator[RegisterRow]:
    """Read the records of a text in order, numbered by the line of the file they start on.

    The header is the first line that holds the required names. With `after`, the `end` of a record,
    only those that follow it. Raises InvalidInput (`file_unreadable`, `file_empty`,
    `columns_missing`, `columns_unknown`, `columns_repeated`) before the first record.
    """
    with _open(path) as stream:
        header = read_header(stream, _is_header)
        if header is None:
            text = _("Berkas kosong: salah satu baris pertama harus berisi nama kolom.")
            raise InvalidInput("file_empty", text)
        names = _checked_names(header.names)
        for row in read_rows(stream, header, after=after if after and after.offset else None):
            if row.cells is None:
                yield RegisterRow(row.line, None, fault_message(row, header), row.end)
                continue
            values = {name: cell for name, cell in zip(names, row.cells, strict=True) if name}
            yield RegisterRow(row.line, values, end=row.end, is_total=_is_total(values))


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> InvalidInput:
    text = _("Berkas tidak dapat dibuka: %(why)s.") % {"why": error.strerror or ""}
    return InvalidInput("file_unreadable", text)


def _is_header(cells: Sequence[str]) -> bool:
    names = {_field_of(cell) for cell in cells}
    return names >= {*FIELDS} - OPTIONAL


def _field_of(heading: str) -> str:
    """Return the field that a column holds, by its name or its label; other headings unchanged."""
    name = visible_line(unquote(heading)).casefold()
    return _labels().get(name.rstrip(" *:"), name)


@cache
def _labels() -> dict[str, str]:
    """Return the fields by their names and labels in every language."""
    fields = {name: name for name in FIELDS}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for name, label in LABELS.items():
                fields.setdefault(str(label).casefold(), name)
    return fields


def _checked_names(cells: Sequence[str]) -> list[str]:
    names = [_field_of(cell) for cell in cells]
    known = [name for name in names if name]
    _refuse_columns("columns_repeated", sorted({n for n in known if known.count(n) > 1}))
    _refuse_columns("columns_unknown", [n for n in known if n not in FIELDS])
    _refuse_columns("columns_missing", [n for n in FIELDS if n not in known and n not in OPTIONAL])
    return names


def _refuse_columns(code: str, names: list[str]) -> None:
    if not names:
        return
    texts = {
        "columns_repeated": _("Kolom ini ada lebih dari satu: %(names)s."),
        "columns_unknown": _("Kolom ini tidak dikenal: %(names)s. Kolom yang dikenal: %(known)s."),
        "columns_missing": _("Kolom ini tidak ada: %(names)s."),
    }
    listed = ", ".join(name[:40] for name in names[:20])
    raise InvalidInput(code, texts[code] % {"names": listed, "known": ", ".join(FIELDS)})


def _is_total(values: dict[str, str]) -> bool:
    """Tell whether a row names nobody and sums the columns, in figures or with a word for it."""
    filled = {name: text for name, text in values.items() if not says_nothing(text)}
    said = [text for name, text in filled.items() if name not in _SUMMED]
    words = [text for text in said if is_total_word(text)]
    if words:
        # Beside the word there may be how many rows there are.
        return all(is_total_word(text) or _COUNT.fullmatch(visible_line(text)) for text in said)
    return bool(filled) and not said

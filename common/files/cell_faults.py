"""Cells with content whose value is lost: errors, rounded numbers, formulas.

The reader of workbooks marks such a cell in the text that it makes of the sheet, so that an
unreadable cell is never treated as empty; CSV contains only what Excel shows.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.text.typed import is_excel_error, is_excel_hashes

# A private character, which no keyboard types, begins a marked cell.
_MARK: Final = "\ue0fe"
FORMULA: Final = "cell_formula"
LONG_NUMBER: Final = "cell_long_number"
ERROR: Final = "cell_error"
HASHES: Final = "cell_hashes"
LOST_TEXT: Final = "cell_lost_text"
_SENTENCES: Final[dict[str, Promise]] = {
    FORMULA: _(
        "Sel %(cell)s berisi rumus yang belum pernah dihitung. Buka berkasnya di Excel, simpan, "
        "lalu unggah lagi."
    ),
    LONG_NUMBER: _(
        "Sel %(cell)s disimpan sebagai angka; Excel hanya menyimpan 15 angka pertama. Atur "
        "kolomnya menjadi Teks, lalu ketik ulang angkanya."
    ),
    ERROR: _("Sel %(cell)s berisi kesalahan Excel (%(shown)s). Perbaiki, lalu unggah lagi."),
    LOST_TEXT: _(
        "Teks sel %(cell)s tidak ada lagi di dalam berkas ini. Buka berkasnya di Excel, ketik "
        "ulang sel itu, simpan, lalu unggah lagi."
    ),
    HASHES: _("Sel ini hanya berisi ####: kolom Excel terlalu sempit. Lebarkan, lalu simpan lagi."),
}
_ERROR_IN_TEXT: Final = _("Sel ini berisi kesalahan Excel (%(shown)s). Perbaiki, lalu unggah lagi.")


@dataclass(frozen=True)
class CellFault:
    """Why a cell has no value; `cell` is its address (B2), '' in CSV, `shown` what Excel shows."""

    code: str
    cell: str
    shown: str

    @property
    def sentence(self) -> str:
        """Say what is wrong and what to do, in the active language."""
        text = _SENTENCES[self.code] if self.cell or self.code != ERROR else _ERROR_IN_TEXT
        return str(text) % {"cell": self.cell, "shown": self.shown}


def marked(code: str, cell: str, shown: str) -> str:
    """Return the text shown for a cell without a value."""
    return f"{_MARK}{code}|{cell}|{shown}"


def fault_in(text: str) -> CellFault | None:
    """Return why a cell has no value; None when it has one, or is empty."""
    if text.startswith(_MARK):
        code, _bar, rest = text[1:].partition("|")
        cell, _bar, shown = rest.partition("|")
        return CellFault(code, cell, shown) if code in _SENTENCES else None
    if is_excel_error(text):
        return CellFault(ERROR, "", text)
    return CellFault(HASHES, "", text) if is_excel_hashes(text) else None


def as_shown(text: str) -> str:
    """Return a cell as Excel shows it, also one without a value."""
    fault = fault_in(text) if text.startswith(_MARK) else None
    return fault.shown if fault is not None else text

"""What people type or paste, without invisible characters. Pure.

Every entry point cleans its texts here before anything is validated: pages, JSON, tables, searches.
"""

import re
import unicodedata
from typing import Final

# Text that means nothing, in a cell or field that may stay empty.
_NOTHING: Final = frozenset(
    {
        "tidak ada", "tdk ada", "tidak punya", "tdk punya", "tidak memiliki", "belum", "belum ada",
        "belum punya", "belum memiliki", "nihil", "kosong",
        "n/a", "na", "n.a.", "n.a", "none", "null", "nil",
    }
)  # fmt: skip
# What Excel shows in place of a value that it cannot compute, and in a column that is too narrow.
_EXCEL_ERROR: Final = re.compile(
    r"#(?:N/?A|REF!?|VALUE!?|DIV/0!?|NAME\??|NUM!?|NULL!?|SPILL!|CALC!|GETTING_DATA|FIELD!)"
    r"|#?Err:[0-9]{3}",
    re.IGNORECASE,
)
_EXCEL_HASHES: Final = re.compile(r"#{3,}")
_EXPONENT: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63"
_QUOTES: Final = "\u2018\u2019\u201a\u201b\u2032"
# Invisible although Unicode counts them as letters, marks or symbols.
_HIDDEN: Final = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_BREAKS: Final = "\n\x0b\x0c\x85\u2028\u2029"
_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf"})
_MARKS: Final = {ord(mark): "-" for mark in _DASHES} | {ord(mark): "'" for mark in _QUOTES}


def visible(text: str) -> str:
    """Return `text` as people see it.

    Characters without a shape (zero width, byte order and direction marks, soft hyphens, controls)
    are dropped, blanks of every kind become a space, breaks of lines and pages a line break, and
    full-width letters and digits ordinary ones.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text.replace("\r\n", "\n").replace("\r", "\n"))


def visible_line(text: str) -> str:
    """Return `text` as people see it, in one line: every run of blanks is one space."""
    return " ".join(visible(text).split())


def plain_marks(text: str) -> str:
    """Return `text` in one line with a hyphen for every dash and ' for every single quote.

    For numbers and codes; in names the typed mark is kept.
    """
    return visible_line(text).translate(_MARKS)


def says_nothing(text: str) -> bool:
    """Tell whether a text means that there is nothing: "-", "tidak ada", "n/a"; "" too."""
    typed = plain_marks(text).casefold()
    return not typed or typed in _NOTHING or not typed.strip("-. ")


def is_excel_error(text: str) -> bool:
    """Tell whether a cell contains an error of a spreadsheet, such as #N/A."""
    return _EXCEL_ERROR.fullmatch(text) is not None


def is_excel_hashes(text: str) -> bool:
    """Tell whether a cell contains ####, which Excel shows where a number does not fit."""
    return _EXCEL_HASHES.fullmatch(text) is not None


def has_exponent(text: str) -> bool:
    """Tell whether Excel rounded a number when it was saved: 3.57801E+15."""
    return _EXPONENT.fullmatch(text.replace(" ", "")) is not None


def _shown(char: str) -> str:
    if char in _BREAKS:
        return "\n"
    if "\uff01" <= char <= "\uff5e":
        return chr(ord(char) - 0xFEE0)
    if char == "\t" or char.isspace():
        return " "
    if unicodedata.category(char) in _HIDDEN_CATEGORIES or _is_hidden(char):
        return ""
    return char


def _is_hidden(char: str) -> bool:
    return char in _HIDDEN or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"

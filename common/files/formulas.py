"""Cells that a spreadsheet would run instead of show, made harmless. Pure.

The one rule for every table that leaves the portal, in Python and in SQL: both use these patterns.
"""

import re
from typing import Final

# Patterns that Python and PostgreSQL read alike.
INVISIBLE: Final = (
    r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
# Where a program may begin a cell (at the start; after a semicolon, a tab or a pipe, where it may
# split; after a line break), then blanks, which some trim, and quotes, which whoever splits takes
# for those of the cell, then a sign. Full-width ones are folded.
FORMULA: Final = r'(^|[;|\t\r\n])([ \u00a0"]*)([=+@\uff1d\uff0b\uff0d\uff20-])'
REPLACEMENT: Final = r"\1'\2\3"

_INVISIBLE: Final = re.compile(INVISIBLE)
_FORMULA: Final = re.compile(FORMULA)


def neutralise(cell: str) -> str:
    """Return the text of a cell without invisible characters, with ' before every formula."""
    return _FORMULA.sub(REPLACEMENT, _INVISIBLE.sub("", cell))

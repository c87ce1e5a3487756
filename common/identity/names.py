"""Names that people read: of persons, of businesses, of places."""

import unicodedata
from typing import Final

# Invisible characters by category: control, format (joiners, direction), line, paragraph.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
# Letters by category that are drawn as blanks.
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0")

# What a reader puts in place of a letter that it could not read.
_LOST: Final = "\ufffd"


def is_readable_name(text: str) -> bool:
    """Tell whether `text` has at least one letter, no invisible and no damaged character."""
    if any(
        char in _BLANK or char == _LOST or unicodedata.category(char) in _INVISIBLE for char in text
    ):
        return False
    return any(char.isalpha() for char in text)

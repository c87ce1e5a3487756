"""Names that people read: of persons, of businesses, of places."""

import unicodedata
from typing import Final

# Characters that say nothing to the eye: control, format (joiners, direction), line, paragraph.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
# Letters by category that are drawn as nothing.
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0")


def is_readable_name(text: str) -> bool:
    """True when `text` has at least one letter and no character that cannot be seen."""
    if any(char in _BLANK or unicodedata.category(char) in _UNSEEN for char in text):
        return False
    return any(char.isalpha() for char in text)

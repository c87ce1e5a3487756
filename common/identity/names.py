"""Names that people read: of persons, of businesses, of places."""

import re
import unicodedata
from typing import Final

# Invisible characters by category: control, format (joiners, direction), line, paragraph.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
# Letters by category that look like blanks.
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0")

# What a program puts in place of a letter that it could not read.
_LOST: Final = "\ufffd"

# Characters that make a phone treat the letters around them as a web address; no address ends in
# one letter, as S.E. does.
_LINK: Final = re.compile(
    r"(?<=\S)(?:[:/\\@\u3002\uff0e\uff61](?=\S)|\.(?=\w)(?![^\W\d_](?:\W|$)))+"
)


def without_links(text: str) -> str:
    """Return a name in which no phone detects a web address, as it detects none in `PT. Maju`.

    For messages in the portal's name to people who know neither it nor who wrote the name.
    """
    return _LINK.sub(" ", text)


def is_readable_name(text: str) -> bool:
    """Tell whether `text` has at least one letter, no invisible and no damaged character."""
    if any(
        char in _BLANK or char == _LOST or unicodedata.category(char) in _INVISIBLE for char in text
    ):
        return False
    return any(char.isalpha() for char in text)

"""Characters that a letter can contain: PDF/A allows only those that its fonts have. Pure."""

import re
import unicodedata
from typing import Any, Final

# Emoji, their joiners and modifiers: they have no meaning in a letter.
_PICTURES: Final = re.compile(
    "[\u200d\u20e3\u2600-\u27bf\u2b00-\u2bff\ufe00-\ufe0f\U0001f000-\U0001faff]+"
)
# Unassigned, for private use, halves of a character, controls; lines and tabs stay.
_NO_TEXT: Final = frozenset({"Cn", "Co", "Cs", "Cc"})
_KEPT: Final = frozenset("\n\t")
# Latin letters with their marks, and the signs between them: every font of letters has these.
_PLAIN: Final = re.compile("[\n\t -~\u00a0-\u017f\u2010-\u2015\u2018-\u201e\u2022\u2026]*")


def drawable(value: Any) -> Any:
    """Return plain values whose texts have no emoji and no characters without a glyph."""
    if isinstance(value, str):
        return _drawable_text(value)
    if isinstance(value, dict):
        return {name: drawable(each) for name, each in value.items()}
    return [drawable(each) for each in value] if isinstance(value, list) else value


def is_plain(value: Any) -> bool:
    """Tell whether every font has all characters of the texts; others have to be tried."""
    if isinstance(value, str):
        return _PLAIN.fullmatch(value) is not None
    if isinstance(value, dict):
        return all(is_plain(each) for each in value.values())
    return all(is_plain(each) for each in value) if isinstance(value, list) else True


def _drawable_text(text: str) -> str:
    if is_plain(text):
        return text
    bare = _PICTURES.sub("", text)
    return "".join(
        char for char in bare if char in _KEPT or unicodedata.category(char) not in _NO_TEXT
    )

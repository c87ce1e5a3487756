"""Names that are read as another name. Pure."""

import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Final

# Small letters of other alphabets, and digits, that look like Latin letters.
_DRAWN_LIKE: Final[Mapping[str, str]] = {
    "a": "\u0430\u03b1\u0251",
    "b": "\u0432\u03b2",
    "c": "\u0441\u03f2",
    "d": "\u0501",
    "e": "\u0435\u03b5",
    "g": "\u0261",
    "h": "\u043d\u04bb",
    "i": "\u0456\u03b9\u0131",
    "j": "\u0458\u0237\u03f3",
    "k": "\u043a\u03ba",
    "l": "\u04cf1|",
    "m": "\u043c\u03bc",
    "n": "\u03b7",
    "o": "\u043e\u03bf0",
    "p": "\u0440\u03c1",
    "q": "\u051b",
    "r": "\u0433",
    "s": "\u0455\u03c3",
    "t": "\u0442\u03c4",
    "u": "\u03c5",
    "v": "\u03bd\u0475",
    "w": "\u051d",
    "x": "\u0445\u03c7",
    "y": "\u0443",
    "z": "\u03b6",
}
_ALIKE: Final = {ord(each): ours for ours, others in _DRAWN_LIKE.items() for each in others}
_LIKE: Final = 0.85


def is_called_like(name: str, other: str) -> bool:
    """Tell whether a reader may mistake `name` for `other`: alphabets, signs, a letter or two."""
    return SequenceMatcher(None, _drawn(name), _drawn(other), autojunk=False).ratio() >= _LIKE


def _drawn(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).casefold().translate(_ALIKE)
    return "".join(char for char in bare if char.isalnum())

"""What counts as a reason that a person types. Pure."""

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def is_reason(text: str, *, least: int, most: int | None = None, words: int = 0) -> bool:
    """Tell whether a reason has `least` to `most` characters and so many different words.

    Callers clean the text before, each in its way. A word has two letters or more; neither case nor
    punctuation tells two apart. A NUL, which PostgreSQL cannot keep, is in no reason.
    """
    if len(text) < least or (most is not None and len(text) > most) or "\x00" in text:
        return False
    return len({word.casefold() for word in _WORD.findall(text)}) >= words

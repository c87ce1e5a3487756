"""What an application is called: *pengajuan* for financing, *permohonan* for letters and places."""

import re
from typing import Final

from django.utils.translation import get_language

from programs.kinds.registry import kind_of

_USUAL: Final = "pengajuan"
_WORD: Final = re.compile(rf"\b({_USUAL})\b", re.IGNORECASE)


def request_words(text: str, kind: str) -> str:
    """Return an Indonesian text of ours about one application in the words of its kind.

    Texts are written with *pengajuan*; other languages have one word for both. Never give it what a
    person wrote.
    """
    word = kind_of(kind).request_word
    if word == _USUAL or not (get_language() or "id").startswith("id"):
        return text
    return _WORD.sub(lambda found: word.capitalize() if found[0][0].isupper() else word, text)

"""The portal's texts about one application with the word that its programme uses for it."""

import re
from typing import Final

from django.utils.translation import get_language

USUAL: Final = "pengajuan"
_WORD: Final = re.compile(rf"\b({USUAL})\b", re.IGNORECASE)


def with_request_word(text: str, word: str) -> str:
    """Return an Indonesian text written with *pengajuan* with this word; "" leaves it as it is.

    Other languages have one word for all. Never pass it what a person wrote.
    """
    if word in ("", USUAL) or not (get_language() or "id").startswith("id"):
        return text
    return _WORD.sub(lambda found: word.capitalize() if found[0][0].isupper() else word, text)

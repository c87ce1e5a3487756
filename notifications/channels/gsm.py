"""The limits of one SMS: the GSM 7-bit alphabet (3GPP TS 23.038), 160 characters."""

import unicodedata
from typing import Final

LIMIT: Final = 160
_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each of these counts as two characters.
_EXTENDED: Final = frozenset("^{}\\[~]|€")
_PLAIN: Final = str.maketrans(
    {"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "•": "*", "·": "-"}
)


def gsm_length(text: str) -> int:
    """Return how many characters of an SMS a text of the alphabet takes."""
    return sum(2 if c in _EXTENDED else 1 for c in text)


def gsm_text(text: str, limit: int = LIMIT) -> str:
    """Return the text in the alphabet, on one line, cut with "..." to at most `limit` characters.

    One character outside the alphabet would turn the message into a costlier one of 70 characters,
    so accents are dropped, and what has no equivalent becomes "?".
    """
    plain = "".join(_in_alphabet(c) for c in " ".join(text.split()).translate(_PLAIN))
    if gsm_length(plain) <= limit:
        return plain
    while gsm_length(plain) > limit - 3:
        plain = plain[:-1]
    return plain.rstrip() + "..."


def _in_alphabet(character: str) -> str:
    if character in _BASIC or character in _EXTENDED:
        return character
    decomposed = unicodedata.normalize("NFKD", character)
    basic = "".join(c for c in decomposed if c in _BASIC)
    return basic or ("" if unicodedata.category(character).startswith(("C", "M")) else "?")

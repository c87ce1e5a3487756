"""Verification codes: readable aloud, without letters that look alike, with a check character."""

import secrets
from typing import Final

# Neither 0 and O, nor 1, I and L, nor U, which is heard and read as V.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 11


def new_code() -> str:
    """Return a new random code of twelve characters; the last one checks the others."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return body + check_character(body)


def written(code: str) -> str:
    """Return the code in groups of four, as a letter shows it."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(text: str) -> str | None:
    """Return the code that somebody typed, in its stored form; None where it can be none.

    Spaces, dashes and small letters do not matter.
    """
    code = "".join(char for char in text.strip().upper()[:40] if char.isalnum())
    if len(code) != _LENGTH + 1 or any(char not in ALPHABET for char in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def check_character(body: str) -> str:
    """Return the character (Luhn mod N) that tells a mistyped or exchanged character."""
    base, total = len(ALPHABET), 0
    for index, char in enumerate(reversed(body)):
        value = ALPHABET.index(char) * (2 if index % 2 == 0 else 1)
        total += value // base + value % base
    return ALPHABET[-total % base]

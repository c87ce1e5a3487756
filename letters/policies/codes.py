"""Verification codes: readable aloud, without letters that look alike, with a check character."""

import secrets
from dataclasses import dataclass
from typing import Final

# Neither 0 and O, nor 1, I and L, nor U, which is heard and read as V.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# Characters that are misread, and what they are read as.
LOOK_ALIKES: Final = {
    "0": "CDQ",
    "O": "CDQ",
    "1": "JT7",
    "I": "JT7",
    "L": "JT7",
    "U": "V",
}
_LENGTH: Final = 11
LENGTH: Final = _LENGTH + 1
_MOST_TYPED: Final = 200
# The path that precedes a code in a QR code, so that a whole address may be typed.
_PATH: Final = "/VERIFIKASI/"


@dataclass(frozen=True)
class CodeFault:
    """Why something can be no code: "empty", "characters", "length" or "check".

    `characters` are those that no code has, each once, at most five; `length` counts what was
    typed without spaces and dashes.
    """

    what: str
    characters: tuple[str, ...] = ()
    length: int = 0


def new_code() -> str:
    """Return a new random code of twelve characters; the last one checks the others."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return body + check_character(body)


def written(code: str) -> str:
    """Return the code in groups of four, as a letter shows it."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(text: str) -> str | None:
    """Return a typed code in its stored form; None where it can be none.

    Spaces, dashes, small letters and a preceding address are ignored.
    """
    return None if fault_of(text) is not None else _bare(text)


def fault_of(text: str) -> CodeFault | None:
    """Return why what was typed can be no code; None for one that may exist."""
    code = _bare(text)
    if not code:
        return CodeFault("empty")
    foreign = tuple(dict.fromkeys(char for char in code if char not in ALPHABET))
    if foreign:
        return CodeFault("characters", foreign[:5], len(code))
    if len(code) != LENGTH:
        return CodeFault("length", (), len(code))
    if check_character(code[:-1]) != code[-1]:
        return CodeFault("check", (), len(code))
    return None


def check_character(body: str) -> str:
    """Return the check character (Luhn mod N), which detects a mistyped or swapped character."""
    base, total = len(ALPHABET), 0
    for index, char in enumerate(reversed(body)):
        value = ALPHABET.index(char) * (2 if index % 2 == 0 else 1)
        total += value // base + value % base
    return ALPHABET[-total % base]


def _bare(text: str) -> str:
    typed = text[:_MOST_TYPED].upper().rpartition(_PATH)[2].strip().removesuffix("/")
    return "".join(char for char in typed if char.isalnum())

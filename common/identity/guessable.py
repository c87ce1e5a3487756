"""Passwords that are guessed early without knowing the person: repeats, key rows, common words."""

import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

# Fewer different characters than this are too easy to guess.
_FEWEST_DIFFERENT: Final = 5
_LONGEST_REPEATED: Final = 6
# How many signs around a common word do not make it stronger.
_MOST_AROUND_WORD: Final = 6
_ROWS: Final = (
    "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)  # fmt: skip
# What people in East Java type first; foreign words are in the list of breached passwords.
LOCAL_WORDS: Final = Path(__file__).with_name("local_words.txt")


def is_repeated(password: str) -> bool:
    """Tell whether the password repeats a short piece, or has hardly any different characters."""
    text = password.casefold()
    if len(set(text)) < _FEWEST_DIFFERENT:
        return True
    return any(
        text == (text[:size] * len(text))[: len(text)]
        for size in range(1, min(_LONGEST_REPEATED, len(text) // 2) + 1)
    )


def is_row(password: str) -> bool:
    """Tell whether the password runs along the alphabet, the digits or the keys, in pieces of 4."""
    text = password.casefold()
    if all(ord(after) - ord(before) in (-1, 0, 1) for before, after in pairwise(text)):
        return True
    rows = [row for each in _ROWS for row in (each * 3, each[::-1] * 3)]
    pieces = [text[start : start + 4] for start in range(0, len(text), 4)]
    return all(any(piece in row for row in rows) for piece in pieces)


def common_word(password: str) -> str:
    """Return the letters of the password when only a few other signs surround them, else ''."""
    letters = re.sub(r"[^a-z]", "", _plain(password))
    return letters if len(password) - len(letters) <= _MOST_AROUND_WORD else ""


def is_local_word(word: str) -> bool:
    """Tell whether the letters are a word that people here choose, or two of them."""
    words = _local_words()
    return word in words or any(
        word[:end] in words and word[end:] in words for end in range(2, len(word) - 1)
    )


@cache
def _local_words() -> frozenset[str]:
    return frozenset(LOCAL_WORDS.read_text(encoding="ascii").split())


def _plain(password: str) -> str:
    """Return the password in small letters, with signs in place of letters read as those."""
    text = unicodedata.normalize("NFKD", password).casefold()
    return text.translate(str.maketrans("@$", "as"))

"""Codes of new rows: made from their English name, since people see names only."""

from collections.abc import Collection

from django.utils.text import slugify

# Room for a number where the code is taken.
_ROOM = 4


def unused_code(text: str, taken: Collection[str], *, length: int, separator: str = "_") -> str:
    """Return a code of at most `length` characters that begins with a letter and is not taken."""
    words = slugify(text).replace("-", separator).replace("_", separator)
    code = words[: length - _ROOM].strip(separator)
    if not code[:1].isalpha():
        code = f"x{separator}{code}".strip(separator)[: length - _ROOM]
    number, found = 1, code
    while found in taken:
        number += 1
        found = f"{code}{separator}{number}"
    return found

"""Whole numbers that people write with their unit. Pure."""

from collections.abc import Mapping
from typing import Final

# How a unit is shortened, beside its own name.
_SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    "bulan": ("bln", "bl"),
    "months": ("month", "bulan", "bln"),
    "hari": ("hr",),
    "days": ("day", "hari"),
    "orang": ("org",),
    "people": ("orang", "org"),
    "buah": ("bh", "pcs", "unit"),
    "pieces": ("pcs", "buah"),
}


def without_unit(text: str, unit: str) -> str:
    """Return a number, such as 5, 5 ribu or 60.000,-, without its own unit behind it.

    Another unit stays, and is then refused.
    """
    name = unit.casefold()
    number, typed = text.rstrip(" ."), text.casefold().rstrip(" .")
    for word in (name, *_SHORT.get(name, ())) if name else ():
        before = number[: -len(word)].rstrip()
        if typed.endswith(word) and any(map(str.isdigit, before)):
            return before
    return text

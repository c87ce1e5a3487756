"""The 38 regencies and cities, by code or by the many ways people write their names."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from common.text.typed import plain_marks
from reference.enums import RegencyKind
from reference.models import Regency

_KINDS = {
    "kabupaten": RegencyKind.REGENCY,
    "kab": RegencyKind.REGENCY,
    "pemkab": RegencyKind.REGENCY,
    "kota": RegencyKind.CITY,
    "kotamadya": RegencyKind.CITY,
    "kodya": RegencyKind.CITY,
    "pemkot": RegencyKind.CITY,
}
_PROVINCE = (
    ("provinsi", "jawa", "timur"),
    ("prov", "jawa", "timur"),
    ("jawa", "timur"),
    ("jatim",),
)
_GLUED = ("kabupaten", "kab", "kotamadya", "kota")
_CODE_DIGITS = 4
_POINT_ZERO = re.compile(r"(?<=[0-9]{4})[.,]0$")
_CODE = re.compile(r"[0-9]{2} ?[.,]? ?[0-9]{2}(?:[.,]0)?|[0-9]{2}[.,][0-9]")

_CODE_BESIDE = re.compile(r"^([0-9]{2}[.,]?[0-9]{2})\b(?![.,]?[0-9])|\b([0-9]{2}[.,]?[0-9]{2})$")


class _EmptyError(Exception):
    """No regency is loaded yet: an empty result must not be cached."""


def all_regencies() -> tuple[Regency, ...]:
    """Return every regency and city in order of code; cached in the process once loaded."""
    try:
        return _loaded()
    except _EmptyError:
        return ()


def regency(code: str) -> Regency | None:
    """Return the regency with the dotted `code` ("35.78"), or None."""
    return next((each for each in all_regencies() if each.code == code), None)


def find_regency(text: str) -> Regency | None:
    """Return the regency that `text` means, or None when it means none or more than one.

    Understands codes ("35.78", "3578", "35,78", and "35.1", as Excel shortens 35.10) and names:
    "Kota Surabaya", "KAB. SIDOARJO", "Malang (Kab)", "Pemkot Batu, Jawa Timur", "sidoarjo". A name
    without its kind that is both a regency and a city, such as "Malang", is ambiguous.
    """
    found = find_regencies(text)
    return found[0] if len(found) == 1 else None


def find_regencies(text: str) -> tuple[Regency, ...]:
    """Return what `text` may mean: none, one, or the regency and the city of the same name."""
    typed = plain_marks(text)
    if _CODE.fullmatch(typed):
        found = regency(_dotted(typed))
        return (found,) if found else ()
    kind, name = _kind_and_name(typed)
    named = _named(kind, name)
    coded = _CODE_BESIDE.search(typed)
    if coded is not None and not _is_year(coded[2] or ""):
        # A code that contradicts the name beside it means neither.
        return tuple(each for each in named if each.code == _dotted(coded[1] or coded[2]))
    return named


def _named(kind: RegencyKind | None, name: str) -> tuple[Regency, ...]:
    """Return the regencies of a name, of one kind if it is given, also where both are one word."""
    by_name = _by_name(all_regencies())
    if kind is None and name not in by_name:
        glued = next((word for word in _GLUED if name.startswith(word)), "")
        kind, name = _KINDS.get(glued), name.removeprefix(glued)
    return tuple(each for each in by_name.get(name, ()) if kind is None or each.kind == kind)


def regency_question(found: Sequence[Regency]) -> dict[str, str]:
    """Return what the question "Kota or Kabupaten Malang?" names, of two that share a name."""
    regency, city = sorted(str(each) for each in found)
    return {"regency": regency, "city": city}


def clear_cached_regencies() -> None:
    """Make the process read the table again; for the loader."""
    _loaded.cache_clear()


@cache
def _loaded() -> tuple[Regency, ...]:
    rows = tuple(Regency.objects.order_by("code"))
    if not rows:
        raise _EmptyError
    return rows


@cache
def _by_name(rows: tuple[Regency, ...]) -> dict[str, list[Regency]]:
    names: dict[str, list[Regency]] = defaultdict(list)
    for each in rows:
        names[_joined(each.name)].append(each)
    return dict(names)


def _is_year(ending: str) -> bool:
    """Tell whether four digits behind a name are no code, as in Kota Surabaya 2026."""
    return ending.isdigit() and regency(_dotted(ending)) is None


def _dotted(code: str) -> str:
    """Return a code of four digits as 35.78, whatever Excel made of it: 3578.0, 35,78, 35.1."""
    digits = re.sub(r"[^0-9]", "", _POINT_ZERO.sub("", code))
    digits = digits.ljust(_CODE_DIGITS, "0")
    return f"{digits[:2]}.{digits[2:]}"


def _kind_and_name(text: str) -> tuple[RegencyKind | None, str]:
    """Return the kind that a name begins or ends with, None without one, and the name."""
    words = re.sub(r"[^a-z]+", " ", text.casefold()).split()
    if words[:1] == ["pemerintah"]:
        words = words[1:]
    if words[:2] == ["kota", "madya"]:
        words = ["kotamadya", *words[2:]]
    for province in _PROVINCE:
        size = len(province)
        if len(words) > size and words[-size:] == [*province]:
            words = words[:-size]
            break
        if len(words) > size and words[:size] == [*province]:
            words = words[size:]
            break
    if len(words) > 1 and words[0] in _KINDS:
        return _KINDS[words[0]], "".join(words[1:])
    if len(words) > 1 and words[-1] in _KINDS:
        return _KINDS[words[-1]], "".join(words[:-1])
    return None, "".join(words)


def _joined(name: str) -> str:
    """Return the letters of a name: Tulung Agung is Tulungagung."""
    return re.sub(r"[^a-z]+", "", name.casefold())

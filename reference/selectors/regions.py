"""The 38 regencies and cities, by code or by the many ways people write their names."""

import re
from collections import defaultdict
from functools import cache

from reference.enums import RegencyKind
from reference.models import Regency

_KINDS = {
    "kabupaten": RegencyKind.REGENCY,
    "kab": RegencyKind.REGENCY,
    "kota": RegencyKind.CITY,
    "kotamadya": RegencyKind.CITY,
}


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

    Understands "35.78", "3578", "Kota Surabaya", "KAB. SIDOARJO", "sidoarjo". A name without its
    kind that is both a regency and a city, such as "Malang", is ambiguous.
    """
    digits = re.sub(r"[\s.]", "", text)
    if re.fullmatch(r"[0-9]{4}", digits):
        return regency(f"{digits[:2]}.{digits[2:]}")
    kind, name = _kind_and_name(text)
    matches = [
        each
        for each in _by_name(all_regencies()).get(name, ())
        if kind is None or each.kind == kind
    ]
    return matches[0] if len(matches) == 1 else None


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
        names[each.name.casefold()].append(each)
    return dict(names)


def _kind_and_name(text: str) -> tuple[RegencyKind | None, str]:
    words = re.sub(r"[^a-z]+", " ", text.casefold()).split()
    if len(words) > 1 and words[0] in _KINDS:
        return _KINDS[words[0]], " ".join(words[1:])
    return None, " ".join(words)

"""Rupiah as people write them. Pure."""

import re
from typing import Final

MAX_RUPIAH: Final = 10**15
_MAX_TEXT: Final = 64

_MARKS: Final = " \t\r\n\u00a0\u2007\u202f'\"`\u2018\u2019\u201c\u201d"
_CURRENCY: Final = re.compile(r"(?:rp|idr)\.?\s*(?=[0-9(\-\u2212])", re.IGNORECASE)
_PLAIN: Final = re.compile(r"[0-9]+")
_INDONESIAN: Final = re.compile(
    r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),(?P<rest>[0-9]{1,2}|-)"
)
_DOTTED: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,-)?")
_ENGLISH: Final = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.(?P<rest>[0-9]{1,2})")
_COMMAS: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}")
_ONE_COMMA: Final = re.compile(r"[0-9]{1,3},[0-9]{3}")


class NotAnAmount(ValueError):
    """The text is no amount. `code` is amount_empty, amount_negative, amount_fraction,
    amount_ambiguous, amount_too_large or amount_format."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse_rupiah(text: str | int) -> int:
    """Whole rupiah of `1500000`, `1.500.000`, `Rp 1.500.000,00` or `1,500,000.00`.

    A single comma before three digits (`1,500`) could mean either thing and is refused. Raises
    NotAnAmount, also below zero and above 10^15.
    """
    if isinstance(text, bool) or not isinstance(text, int | str):
        raise NotAnAmount("amount_format")
    amount = text if isinstance(text, int) else _read(text)
    if amount < 0:
        raise NotAnAmount("amount_negative")
    if amount > MAX_RUPIAH:
        raise NotAnAmount("amount_too_large")
    return amount


def _read(text: str) -> int:
    bare = text.strip(_MARKS)
    if not bare:
        raise NotAnAmount("amount_empty")
    if len(bare) > _MAX_TEXT:
        raise NotAnAmount("amount_format")
    currency = _CURRENCY.match(bare)
    if currency:
        bare = bare[currency.end() :]
    if bare[0] in "-\u2212(" and any(sign.isdigit() for sign in bare):
        raise NotAnAmount("amount_negative")
    if _PLAIN.fullmatch(bare):
        return int(bare)
    if _DOTTED.fullmatch(bare) or _COMMAS.fullmatch(bare):
        return _digits(bare)
    if _ONE_COMMA.fullmatch(bare):
        raise NotAnAmount("amount_ambiguous")
    return _with_cents(bare)


def _with_cents(bare: str) -> int:
    match = _INDONESIAN.fullmatch(bare) or _ENGLISH.fullmatch(bare)
    if match is None:
        raise NotAnAmount("amount_format")
    if match["rest"].strip("0-"):
        raise NotAnAmount("amount_fraction")
    return _digits(match["whole"])


def _digits(text: str) -> int:
    return int(re.sub(r"[^0-9]", "", text))

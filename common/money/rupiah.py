"""Rupiah as people write them. Pure."""

import re
from typing import Final

from common.coded_error import CodedError

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


class NotAnAmount(CodedError):
    """The text is not an amount.

    `code` is amount_empty, amount_negative, amount_fraction, amount_ambiguous, amount_too_large or
    amount_format.
    """


def parse_rupiah(text: str | int) -> int:
    """Read whole rupiah from `1500000`, `1.500.000`, `Rp 1.500.000,00` or `1,500,000.00`.

    A single comma before three digits (`1,500`) is ambiguous and is refused. Raises NotAnAmount,
    also below zero and above 10^15.
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
    amount = text.strip(_MARKS)
    if not amount:
        raise NotAnAmount("amount_empty")
    if len(amount) > _MAX_TEXT:
        raise NotAnAmount("amount_format")
    currency = _CURRENCY.match(amount)
    if currency:
        amount = amount[currency.end() :]
    if amount[0] in "-\u2212(" and any(char.isdigit() for char in amount):
        raise NotAnAmount("amount_negative")
    if _PLAIN.fullmatch(amount):
        return int(amount)
    if _DOTTED.fullmatch(amount) or _COMMAS.fullmatch(amount):
        return _digits(amount)
    if _ONE_COMMA.fullmatch(amount):
        raise NotAnAmount("amount_ambiguous")
    return _with_cents(amount)


def _with_cents(amount: str) -> int:
    match = _INDONESIAN.fullmatch(amount) or _ENGLISH.fullmatch(amount)
    if match is None:
        raise NotAnAmount("amount_format")
    if match["rest"].strip("0-"):
        raise NotAnAmount("amount_fraction")
    return _digits(match["whole"])


def _digits(text: str) -> int:
    return int(re.sub(r"[^0-9]", "", text))

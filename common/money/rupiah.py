"""Rupiah, and other whole numbers, as people write them. Pure."""

import re
from decimal import Decimal
from typing import Final

from common.coded_error import CodedError
from common.text.typed import plain_marks

MAX_RUPIAH: Final = 10**15
_MAX_TEXT: Final = 64

_MARKS: Final = " '\"`\u201c\u201d"
_CURRENCY: Final = re.compile(r"^(?:rp|idr)\.?\s*(?=[0-9(\-])", re.IGNORECASE)
_CURRENCY_AFTER: Final = re.compile(r"(?<=[0-9a-z,.-])\s*(?:rupiah|idr)$", re.IGNORECASE)
_PLAIN: Final = re.compile(r"[0-9]+")
_INDONESIAN: Final = re.compile(
    r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),(?P<rest>[0-9]{1,2}|-|=)"
)
# Accounting writes ,- or .- or ,= for no cents; the blanks and ' of other habits group as dots do.
_DOTTED: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:[,.](?:-{1,2}|={1,2}))?")
_SPACED: Final = re.compile(r"[0-9]{1,3}(?:(?P<mark>[ '])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
_ENGLISH: Final = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.(?P<rest>[0-9]{1,2})")
# A fraction as programs write it; three digits after a point would be a mistyped 1.500.000.
_PROGRAM: Final = re.compile(r"(?P<whole>[0-9]{4,})\.(?P<rest>[0-9]{4,})")
_COMMAS: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}")
_ONE_COMMA: Final = re.compile(r"[0-9]{1,3},[0-9]{3}")
_EXPONENT: Final = re.compile(r"(?P<number>[0-9](?:[.,][0-9]+)?)E\+(?P<zeros>[0-9]{1,2})", re.I)
# With six digits before the E+, Excel may have rounded.
_ROUNDED_DIGITS: Final = 6
_SPELLED: Final = re.compile(
    r"(?P<number>[0-9]+(?:[.,][0-9]{1,2})?|[0-9]{1,3}(?:\.[0-9]{3})+) ?(?P<unit>[a-z]{2,7})"
    r"(?:[,.](?:-{1,2}|=)?)?",
    re.IGNORECASE,
)
# "M" is left out: milyar to some, million to others.
_UNITS: Final = {
    "rb": 10**3,
    "ribu": 10**3,
    "jt": 10**6,
    "juta": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "triliun": 10**12,
    "trilyun": 10**12,
}
_NOTHING: Final = re.compile(r"(?:(?:rp|idr)\.? ?)?-{1,2}", re.IGNORECASE)


class NotAnAmount(CodedError):
    """The text is not an amount.

    `code` is amount_empty, amount_negative, amount_fraction, amount_ambiguous, amount_too_large,
    amount_rounded (1,23457E+08: Excel dropped digits) or amount_format.
    """


def parse_rupiah(text: str | int) -> int:
    """Read whole rupiah as people, spreadsheets and programs write them.

    For example `1500000`, `1.500.000`, `Rp 1.500.000,00`, `1,500,000.00`, `1,5 juta`, `2E+07`;
    `-` and `Rp -` are 0. A single comma before three digits (`1,500`) is ambiguous and is refused.
    Raises NotAnAmount, also below zero and above 10^15.
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
    amount = plain_marks(text).strip(_MARKS)
    if not amount:
        raise NotAnAmount("amount_empty")
    if len(amount) > _MAX_TEXT:
        raise NotAnAmount("amount_format")
    if _NOTHING.fullmatch(amount):
        return 0
    amount = _CURRENCY_AFTER.sub("", _CURRENCY.sub("", amount))
    if amount[0] in "-(" and any(char.isdigit() for char in amount):
        raise NotAnAmount("amount_negative")
    if any(form.fullmatch(amount) for form in (_PLAIN, _DOTTED, _COMMAS, _SPACED)):
        return _digits(amount)
    if _ONE_COMMA.fullmatch(amount):
        raise NotAnAmount("amount_ambiguous")
    return _with_exponent(amount) if _EXPONENT.fullmatch(amount) else _with_unit(amount)


def _with_exponent(amount: str) -> int:
    """Read 6E+07, which a spreadsheet shows in a narrow column."""
    match = _EXPONENT.fullmatch(amount)
    assert match is not None  # noqa: S101 - the caller has matched it
    number = match["number"].replace(",", ".")
    if len(number.replace(".", "")) >= _ROUNDED_DIGITS:
        raise NotAnAmount("amount_rounded")
    return _whole(Decimal(number).scaleb(int(match["zeros"])))


def _with_unit(amount: str) -> int:
    """Read 60 juta, 600jt, 1,5 miliar; without a unit there may be cents."""
    match = _SPELLED.fullmatch(amount)
    if match is None or match["unit"].casefold() not in _UNITS:
        return _with_cents(amount)
    number = match["number"]
    is_grouped = re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+", number) is not None
    number = number.replace(".", "") if is_grouped else number.replace(",", ".")
    return _whole(Decimal(number) * _UNITS[match["unit"].casefold()])


def _whole(amount: Decimal) -> int:
    if amount != amount.to_integral_value():
        raise NotAnAmount("amount_fraction")
    return int(amount)


def _with_cents(amount: str) -> int:
    forms = (_INDONESIAN, _ENGLISH, _PROGRAM)
    match = next((found for form in forms if (found := form.fullmatch(amount))), None)
    if match is None:
        raise NotAnAmount("amount_format")
    if match["rest"].strip("0-="):
        raise NotAnAmount("amount_fraction")
    return _digits(match["whole"])


def _digits(text: str) -> int:
    return int(re.sub(r"[^0-9]", "", text))

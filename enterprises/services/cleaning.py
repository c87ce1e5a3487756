"""Convert the input of people, programs and registers into an enterprise's typed data."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import TextChoices

from common.dates.parsing import NotADate, parse_date
from common.errors import FieldError, InvalidInput
from common.identity.numbers import IdentityError, check_nib, check_nik, check_npwp, check_phone
from common.money.rupiah import MAX_RUPIAH, NotAnAmount, parse_rupiah
from enterprises.enums import LegalForm
from enterprises.messages.refusals import field_message
from reference.enums import KbliVersion, Sector
from reference.models import Regency
from reference.selectors.kbli import find_kbli
from reference.selectors.regions import find_regency

# Control, surrogate, private, unassigned, and invisible joiners, direction marks and breaks.
_INVISIBLE = frozenset({"Cc", "Cs", "Co", "Cn", "Cf", "Zl", "Zp"})
C = TypeVar("C", bound=TextChoices)

MAX_WORKERS = 1_000_000
MAX_NAME = 200
MAX_ADDRESS = 500
FIRST_YEAR = 1900
OPTIONAL = frozenset({"npwp", "loan_capital", "phone"})

_QUOTES = "'\"`´‘’“”"
_CLOSING = {"‘": "’", "“": "”"}
_KBLI = re.compile(r"[0-9]{5}")
_DIGITS = re.compile(r"[0-9]{1,7}")


@dataclass(frozen=True)
class EnterpriseData:
    """The contract's fields, cleaned; amounts are whole rupiah. Numbers stay out of `repr`."""

    name: str
    legal_form: LegalForm
    nib: str
    nik: str = field(repr=False)
    npwp: str | None = field(repr=False)
    regency: Regency
    address: str
    sector: Sector
    kbli: str
    kbli_version: KbliVersion
    founded_on: date
    owner_capital: int
    loan_capital: int
    annual_sales: int
    workers: int
    phone: str = field(repr=False)
    warnings: tuple[FieldError, ...] = field(default=(), compare=False)


FIELDS = tuple(name for name in EnterpriseData.__dataclass_fields__ if name != "warnings")


@dataclass(frozen=True)
class Lookups:
    """How regencies and KBLI codes are looked up; a bulk reader passes cached look-ups."""

    regency: Callable[[str], Regency | None] = find_regency
    kbli: Callable[[str, str], object | None] = find_kbli


class _InvalidValueError(Exception):
    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def clean(
    raw: Mapping[str, object], *, today: date, lookups: Lookups | None = None
) -> EnterpriseData:
    """Check every field and return typed data, with a warning for a KBLI outside the lists.

    Raises one InvalidInput with the errors of all fields; no message repeats a number.
    """
    lookups = lookups or Lookups()
    cleaners = _cleaners(today, lookups)
    values: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name in FIELDS:
        try:
            values[name] = _clean_one(name, raw.get(name), cleaners[name])
        except _InvalidValueError as error:
            errors.append(_field_error(error.code, name, error.params))
    if errors:
        raise InvalidInput.many(errors)
    return EnterpriseData(**values, warnings=_warnings(values, lookups))


def unquote(text: str) -> str:
    """Remove outer blanks, spreadsheet apostrophes and unpaired quotes."""
    text = text.strip()
    while text and text[0] in _QUOTES and not _closes(text[0], text[1:]):
        text = text[1:].strip()
    while text and text[-1] in _QUOTES and not _opens(text[-1], text[:-1]):
        text = text[:-1].strip()
    if len(text) > 1 and text[0] in _QUOTES and _CLOSING.get(text[0], text[0]) == text[-1]:
        return unquote(text[1:-1])
    return text


def _closes(quote: str, rest: str) -> bool:
    return re.search(re.escape(_CLOSING.get(quote, quote)) + r"(?=[\s,.;)]|$)", rest) is not None


def _opens(quote: str, rest: str) -> bool:
    opening = next((o for o, c in _CLOSING.items() if c == quote), quote)
    return re.search(r"(?:^|(?<=[\s(]))" + re.escape(opening), rest) is not None


def _clean_one(name: str, value: object, cleaner: Callable[[str], Any]) -> Any:
    if value is None:
        text = ""
    elif isinstance(value, str):
        text = value
    elif isinstance(value, date):
        text = value.isoformat()
    elif isinstance(value, int) and not isinstance(value, bool):
        text = str(value) if abs(value) <= MAX_RUPIAH * 10 else "9" * 20
    else:
        raise _InvalidValueError("not_a_text")
    text = unquote(text)
    if not text and name not in OPTIONAL:
        raise _InvalidValueError("required")
    return cleaner(text)


def _cleaners(today: date, lookups: Lookups) -> dict[str, Callable[[str], Any]]:
    return {
        "name": lambda text: _line(text, MAX_NAME),
        "legal_form": lambda text: _choice(text, LegalForm),
        "nib": lambda text: _identity(text, check_nib),
        "nik": lambda text: _identity(text, check_nik),
        "npwp": lambda text: _identity(text, check_npwp) if text else None,
        "regency": lambda text: _regency(text, lookups),
        "address": lambda text: _line(text, MAX_ADDRESS),
        "sector": lambda text: _choice(text, Sector),
        "kbli": _kbli,
        "kbli_version": lambda text: _choice(text, KbliVersion),
        "founded_on": lambda text: _founded(text, today),
        "owner_capital": _amount,
        "loan_capital": lambda text: _amount(text) if text else 0,
        "annual_sales": _amount,
        "workers": _workers,
        "phone": lambda text: _identity(text, check_phone) if text else "",
    }


def _line(text: str, limit: int) -> str:
    text = unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", " ", text))
    if any(unicodedata.category(c) in _INVISIBLE for c in text):
        raise _InvalidValueError("control_characters")
    if len(text) > limit:
        raise _InvalidValueError("too_long", limit=limit)
    return text


def _choice(text: str, choices: type[C]) -> C:
    try:
        return choices(text.lower())
    except ValueError:
        values = ", ".join(str(choice.value) for choice in choices)
        raise _InvalidValueError("unknown_choice", choices=values) from None


def _identity(text: str, check: Callable[[str], str]) -> str:
    try:
        return check(text)
    except IdentityError as error:
        raise _InvalidValueError(error.code) from None


def _regency(text: str, lookups: Lookups) -> Regency:
    regency = lookups.regency(text) if len(text) <= 80 and "\0" not in text else None
    if regency is None:
        raise _InvalidValueError("regency_unknown")
    return regency


def _kbli(text: str) -> str:
    if not _KBLI.fullmatch(text):
        raise _InvalidValueError("kbli_not_5_digits")
    return text


def _founded(text: str, today: date) -> date:
    try:
        founded_on = parse_date(text)
    except NotADate:
        raise _InvalidValueError("date_unreadable") from None
    if founded_on > today:
        raise _InvalidValueError("date_in_future")
    if founded_on.year < FIRST_YEAR:
        raise _InvalidValueError("date_too_early", year=str(FIRST_YEAR))
    return founded_on


def _amount(text: str) -> int:
    try:
        return parse_rupiah(text)
    except NotAnAmount as error:
        has_message = error.code in ("amount_negative", "amount_too_large")
        code = error.code if has_message else "amount_unreadable"
        raise _InvalidValueError(code, limit=MAX_RUPIAH) from None


def _workers(text: str) -> int:
    digits = text.replace(".", "") if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", text) else text
    if not _DIGITS.fullmatch(digits) or int(digits) > MAX_WORKERS:
        raise _InvalidValueError("workers_unreadable", limit=MAX_WORKERS)
    return int(digits)


def _warnings(values: Mapping[str, Any], lookups: Lookups) -> tuple[FieldError, ...]:
    if lookups.kbli(values["kbli"], values["kbli_version"]) is not None:
        return ()
    return (_field_error("kbli_unknown", "kbli", {}),)


def _field_error(code: str, name: str, params: Mapping[str, Any]) -> FieldError:
    return FieldError(code=code, field=name, message=field_message(code, name, params))

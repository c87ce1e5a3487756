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
from common.files.cell_faults import fault_in
from common.identity.numbers import (
    IdentityError,
    check_nib,
    check_nik,
    check_npwp,
    check_phone,
    without_marks,
)
from common.money.rupiah import MAX_RUPIAH, NotAnAmount, parse_rupiah
from common.text.typed import has_exponent, plain_marks, says_nothing, visible, visible_line
from common.text.yes_or_no import read_yes_or_no
from enterprises.enums import LegalForm
from enterprises.messages.refusals import field_message
from enterprises.policies.kbli_codes import NotAKbli, read_kbli
from enterprises.services.choice_synonyms import choice_of
from reference.enums import KbliVersion, Sector
from reference.models import Regency
from reference.selectors.kbli import find_kbli
from reference.selectors.regions import find_regencies, regency_question

# Surrogate, private and unassigned characters: nobody can read them, and no rule can repair them.
_UNREADABLE = frozenset({"Cs", "Co", "Cn"})
# What a reader put in place of a letter that it could not read.
_LOST = "\ufffd"
C = TypeVar("C", bound=TextChoices)

MAX_WORKERS = 1_000_000
MAX_NAME = 200
MAX_ADDRESS = 500
MAX_REGENCY = 80
FIRST_YEAR = 1900
MAX_SKU = 60
OPTIONAL = frozenset({"npwp", "loan_capital", "phone", "sku_number", "candidate"})
# What a future entrepreneur may leave open.
KNOWN_LATER = frozenset({"founded_on", "annual_sales", "workers"})
AMOUNTS = frozenset({"owner_capital", "loan_capital", "annual_sales"})

_QUOTES = "'\"`´‘’“”"
_CLOSING = {"‘": "’", "“": "”"}
_WORKERS = re.compile(
    r"(?P<count>[0-9]{1,7}|[0-9]{1,3}(?:\.[0-9]{3})+)(?:[.,]0{1,2})?"
    r" ?(?:orang|org|pekerja|karyawan|tenaga kerja|people|workers?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class EnterpriseData:
    """The contract's fields, cleaned; amounts are whole rupiah. Numbers stay out of `repr`.

    Exactly one says how it is registered: a NIB (an SKU may accompany it), an SKU, or `candidate`.
    Only a candidate's start, sales and workers may be None.
    """

    name: str
    legal_form: LegalForm
    nib: str | None
    sku_number: str
    candidate: bool
    nik: str = field(repr=False)
    npwp: str | None = field(repr=False)
    regency: Regency
    address: str
    sector: Sector
    kbli: str
    kbli_version: KbliVersion
    founded_on: date | None
    owner_capital: int
    loan_capital: int
    annual_sales: int | None
    workers: int | None
    phone: str = field(repr=False)
    warnings: tuple[FieldError, ...] = field(default=(), compare=False)


FIELDS = tuple(name for name in EnterpriseData.__dataclass_fields__ if name != "warnings")


@dataclass(frozen=True)
class Lookups:
    """How regencies and KBLI codes are looked up; a bulk reader passes cached look-ups."""

    regencies: Callable[[str], tuple[Regency, ...]] = find_regencies
    kbli: Callable[[str, str], object | None] = find_kbli


class _InvalidValueError(Exception):
    def __init__(self, code: str, *, message: str = "", **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params = params


def clean(
    raw: Mapping[str, object], *, today: date, lookups: Lookups | None = None
) -> EnterpriseData:
    """Check every field and return typed data, with a warning for a KBLI outside the lists.

    Raises one InvalidInput with the errors of all fields; no message repeats a number.
    """
    lookups = lookups or Lookups()
    cleaners = _cleaners(today, lookups)
    optional = _optional(raw)
    values: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name in FIELDS:
        try:
            is_optional = name in optional
            values[name] = _clean_one(name, raw.get(name), cleaners[name], is_optional=is_optional)
        except _InvalidValueError as error:
            errors.append(_field_error(error.code, name, error.params, message=error.message))
    errors += _base_faults(values)
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


def _optional(raw: Mapping[str, object]) -> frozenset[str]:
    """Return the fields that may be empty, given the others."""
    if _is_yes(raw.get("candidate")):
        return OPTIONAL | KNOWN_LATER | {"nib"}
    sku = raw.get("sku_number")
    has_sku = isinstance(sku, str) and not says_nothing(unquote(visible(sku)))
    return OPTIONAL | {"nib"} if has_sku else OPTIONAL


def _is_yes(value: object) -> bool:
    return value is True or (isinstance(value, str) and read_yes_or_no(value) is True)


def _base_faults(values: Mapping[str, Any]) -> list[FieldError]:
    """Return what is wrong with NIB, SKU, candidate and legal form together."""
    has_number = bool(values.get("nib") or values.get("sku_number"))
    if values.get("candidate") and has_number:
        return [_field_error("candidate_with_number", "candidate", {})]
    # Absent after an error of its own, which is already reported.
    if "nib" in values and values["nib"] is None:
        form = values.get("legal_form", LegalForm.SOLE)
        if form != LegalForm.SOLE:
            return [_field_error("nib_for_legal_form", "nib", {})]
    return []


def _clean_one(
    name: str, value: object, cleaner: Callable[[str], Any], *, is_optional: bool
) -> Any:
    text = unquote(visible(_as_text(name, value)))
    fault = fault_in(text)
    if fault is not None:
        raise _InvalidValueError(fault.code, message=fault.sentence)
    if says_nothing(text) and not (name in AMOUNTS and "-" in plain_marks(text)):
        if not is_optional:
            advice = field_message("number_required", name, {}) if name == "nib" else ""
            raise _InvalidValueError("required", message=advice)
        text = ""
        if name in KNOWN_LATER:
            return None
    return cleaner(text)


def _as_text(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) and name == "candidate":
        return "ya" if value else ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) <= MAX_RUPIAH * 10 else "9" * 20
    raise _InvalidValueError("not_a_text")


def _cleaners(today: date, lookups: Lookups) -> dict[str, Callable[[str], Any]]:
    return {
        "name": lambda text: _words(text, MAX_NAME),
        "legal_form": lambda text: _choice(text, LegalForm),
        "nib": lambda text: _identity(text, check_nib) if text else None,
        "sku_number": _sku,
        "candidate": _yes_no,
        "nik": lambda text: _identity(text, check_nik),
        "npwp": lambda text: _identity(text, check_npwp) if _says_npwp(text) else None,
        "regency": lambda text: _regency(text, lookups),
        "address": lambda text: _words(text, MAX_ADDRESS),
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
    text = unicodedata.normalize("NFC", visible_line(text))
    if any(unicodedata.category(c) in _UNREADABLE for c in text):
        raise _InvalidValueError("control_characters")
    if _LOST in text:
        raise _InvalidValueError("letters_lost")
    if len(text) > limit:
        raise _InvalidValueError("too_long", limit=limit)
    return text


def _words(text: str, limit: int) -> str:
    """Return a line with a letter or a digit: `_`, `***` and `?` say nothing."""
    line = _line(text, limit)
    if not any(char.isalnum() for char in line):
        raise _InvalidValueError("required")
    return line


def _sku(text: str) -> str:
    typed = plain_marks(text)
    # A number such as 470E12 is one that offices give; Excel writes a sign or a fraction.
    if has_exponent(typed) and any(mark in typed for mark in "+.,"):
        raise _InvalidValueError("excel_changed")
    return _line(text, MAX_SKU)


def _yes_no(text: str) -> bool:
    if not text:
        return False
    answer = read_yes_or_no(text)
    if answer is None:
        raise _InvalidValueError("yes_or_no")
    return answer


def _choice(text: str, choices: type[C]) -> C:
    choice = choice_of(text, choices)
    if choice is None:
        values = ", ".join(str(choice.value) for choice in choices)
        raise _InvalidValueError("unknown_choice", choices=values)
    return choice


def _identity(text: str, check: Callable[[str], str]) -> str:
    try:
        return check(text)
    except IdentityError as error:
        raise _InvalidValueError(error.code) from None


def _says_npwp(text: str) -> bool:
    """Tell whether there is an NPWP: forms that demand one are filled with zeros."""
    return bool(without_marks(text).strip("0"))


def _regency(text: str, lookups: Lookups) -> Regency:
    found = lookups.regencies(text) if len(text) <= MAX_REGENCY else ()
    if not found:
        raise _InvalidValueError("regency_unknown")
    if len(found) > 1:
        raise _InvalidValueError("regency_ambiguous", **regency_question(found))
    return found[0]


def _kbli(text: str) -> str:
    try:
        return read_kbli(text)
    except NotAKbli as error:
        raise _InvalidValueError(error.code, likely=error.likely) from None


def _founded(text: str, today: date) -> date:
    try:
        founded_on = parse_date(text)
    except NotADate as error:
        raise _InvalidValueError(error.code) from None
    if founded_on > today:
        raise _InvalidValueError("date_in_future")
    if founded_on.year < FIRST_YEAR:
        raise _InvalidValueError("date_too_early", year=str(FIRST_YEAR))
    return founded_on


def _amount(text: str) -> int:
    try:
        return parse_rupiah(text)
    except NotAnAmount as error:
        code = "amount_unreadable" if error.code == "amount_format" else error.code
        raise _InvalidValueError(code, limit=MAX_RUPIAH) from None


def _workers(text: str) -> int:
    match = _WORKERS.fullmatch(plain_marks(text))
    count = int(match["count"].replace(".", "")) if match else MAX_WORKERS + 1
    if count > MAX_WORKERS:
        raise _InvalidValueError("workers_unreadable", limit=MAX_WORKERS)
    return count


def _warnings(values: Mapping[str, Any], lookups: Lookups) -> tuple[FieldError, ...]:
    if lookups.kbli(values["kbli"], values["kbli_version"]) is not None:
        return ()
    for other in KbliVersion:
        if lookups.kbli(values["kbli"], other) is not None:
            editions = {"other": other.label, "edition": KbliVersion(values["kbli_version"]).label}
            return (_field_error("kbli_other_edition", "kbli", editions),)
    return (_field_error("kbli_unknown", "kbli", {}),)


def _field_error(
    code: str, name: str, params: Mapping[str, Any], *, message: str = ""
) -> FieldError:
    return FieldError(code=code, field=name, message=message or field_message(code, name, params))

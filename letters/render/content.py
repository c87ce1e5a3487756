"""What a letter says on the day of signing, as plain values that are typeset and kept."""

from datetime import date
from typing import Any, Final

from babel.dates import format_date

from letters.enums import (
    APPOINTMENT_ABBREVIATIONS,
    Appointment,
    BaseField,
    LetterForm,
    SignatureWay,
)
from letters.models import Letter, LetterNumber, PositionHolder
from letters.policies.codes import written
from letters.policies.drawable import drawable
from letters.selectors.logos import logo_id_of
from programs.policies.placeholders import filled

LANGUAGES: Final = ("id", "en")


def content_of(
    letter: Letter, number: LetterNumber, holder: PositionHolder, way: SignatureWay, address: str
) -> dict[str, Any]:
    """Return everything printed on the letter, as JSON; `address` is that of verification.

    Characters that no font has are left out (`letters.policies.drawable`), since an owner may name
    a shop freely.
    """
    content: dict[str, Any] = drawable(_stated(letter, number, holder, way, address))
    return content


def _stated(
    letter: Letter, number: LetterNumber, holder: PositionHolder, way: SignatureWay, address: str
) -> dict[str, Any]:
    return {
        "number": number.written,
        "date": number.given_on.isoformat(),
        "label": letter.label,
        "office": letter.agency.name,
        "logo": logo_id_of(letter.agency_id),
        "office_address": letter.agency.counter_address,
        "office_phone": letter.agency.contact_phone,
        "texts": {language: _text(letter, number.given_on, language) for language in LANGUAGES},
        "signer": _signer(holder, letter.form),
        "signature": str(way),
        "copies_to": list(letter.copies_to),
        "trail": list(letter.trail),
        "code": written(letter.code),
        "address": address,
        "valid_until": _until(letter, number.given_on),
    }


def statement_content(letter: Letter, day: date, address: str) -> dict[str, Any]:
    """Return everything printed on a statement: no number, and nobody who signs it."""
    content: dict[str, Any] = drawable(
        {
            "number": "",
            "date": day.isoformat(),
            "label": letter.label,
            "office": letter.agency.name,
            "logo": logo_id_of(letter.agency_id),
            "office_address": letter.agency.counter_address,
            "office_phone": letter.agency.contact_phone,
            "texts": {language: _text(letter, day, language) for language in LANGUAGES},
            "signer": None,
            "signature": str(SignatureWay.SEAL),
            "copies_to": [],
            "trail": [],
            "code": written(letter.code),
            "address": address,
            "valid_until": None,
        }
    )
    return content


def valid_until(letter: Letter, signed_on: date) -> date | None:
    """Return the last day of the letter, counted from its date; None where it has no end."""
    if letter.until_year_end:
        return date(signed_on.year, 12, 31)
    if letter.months_valid is None:
        return None
    month = signed_on.month - 1 + letter.months_valid
    year, month = signed_on.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date.resolution).day
    return date(year, month, min(signed_on.day, last))


def long_date(day: date, language: str) -> str:
    """Return a date in words of the language, such as 28 November 2026."""
    text: str = format_date(day, "d MMMM y", locale=language)
    return text


def _until(letter: Letter, signed_on: date) -> dict[str, str] | None:
    last = valid_until(letter, signed_on)
    if last is None:
        return None
    return {language: long_date(last, language) for language in LANGUAGES}


def _text(letter: Letter, day: date, language: str) -> dict[str, str]:
    known = dict(letter.values.get(language, {}))
    known[BaseField.DATE] = long_date(day, language)
    known[BaseField.YEAR_END] = long_date(date(day.year, 12, 31), language)
    return {
        "title": filled(letter.titles[language], known),
        "body": filled(letter.bodies[language], known),
        "date": long_date(day, language),
    }


def signing_name(holder: PositionHolder, form: str) -> str:
    """Return the signer's name as the form of letter needs it; '' where it is not recorded.

    With degrees on letters, without them on decrees and certificates (Permendagri 1/2023, art. 44).
    """
    return holder.name if form == LetterForm.LETTER else holder.bare_name


def _signer(holder: PositionHolder, form: str) -> dict[str, str]:
    superior = holder.position.on_behalf_of
    prefix = APPOINTMENT_ABBREVIATIONS[Appointment(holder.appointment)]
    return {
        "on_behalf_of": f"a.n. {superior.title}" if superior is not None else "",
        "position": f"{prefix}{holder.position.title}",
        "name": signing_name(holder, form),
        "rank": holder.rank,
        "nip": holder.nip,
        "order": holder.order_number if prefix else "",
    }

"""Indonesian identity numbers: the checks that can be made without a register. Pure.

Errors carry a code, never the number: these are personal data.
"""

import re
import unicodedata
from contextlib import suppress
from datetime import date
from typing import Final

import phonenumbers
from stdnum import luhn, numdb

from common.coded_error import CodedError
from common.text.typed import has_exponent, plain_marks

# What may be a NIK within other words.
NIK_IN_TEXT: Final = re.compile(r"(?<![0-9])[0-9](?:[\s.\-]?[0-9]){15}(?![0-9])")
# The same with other separators, which also occur in dates: a NIK only if it can be one.
_SPACED_NIK: Final = re.compile(r"(?<![0-9])(?=([0-9](?:[\s.\-/,;:_|'()]{0,3}[0-9]){15}(?![0-9])))")
# No text of a person is longer; a text of millions of characters is refused for its length.
_MOST_SPACED: Final = 10_000
_TWO_DATES: Final = re.compile(r"[0-9]{1,2}\D[0-9]{1,2}\D(?:19|20)[0-9]{2}\D.*")
_MARKS: Final = re.compile(r"[\s.\-'\"`\u201c\u201d]")
_DIGITS: Final = re.compile(r"[0-9]+")
# What a spreadsheet adds to a number that it treats as a fraction.
_POINT_ZERO: Final = re.compile(r"(?<=[0-9])[.,]0$")
# The many ways to begin a mobile number: the 0 is often lost, or kept after the country's code.
_MOBILE: Final = re.compile(r"(?:(?:\+|00)?620?|0)?(8[1-35-9][0-9]{6,11})")
_BETWEEN_PHONES: Final = re.compile(r"[/;,&|]|\b(?:atau|dan|or|and)\b", re.IGNORECASE)
_FEWEST_DIGITS: Final = 8
_MOST_DIGITS: Final = 18
# What is added to the day of birth of a woman.
_WOMAN: Final = 40
# The age before which nobody has an identity card of their own.
_ADULT: Final = 17
# Provinces since 2022 that are missing in the library's table of places.
_NEW_PROVINCES: Final = frozenset({"92", "93", "95", "96"})


class IdentityError(CodedError):
    """`code` names what is wrong: nik_length, nik_province, nik_date, nik_serial, npwp_length,
    npwp_check_digit, nib_length, nib_zeros, phone_invalid, phone_two, or excel_changed for a number
    of which Excel dropped digits."""


def check_nik(text: str) -> str:
    """Return the 16 digits of a NIK.

    It has a known province, a real birth date (women: day + 40) and a serial that is not 0000. The
    regency and district are not checked, as old codes stay valid for life. Raises
    IdentityError.
    """
    nik = _digits(text, "nik_length")
    if len(nik) != 16:
        raise IdentityError("nik_length")
    if nik[:2] not in _NEW_PROVINCES and not numdb.get("id/loc").info(nik[:2])[0][1]:
        raise IdentityError("nik_province")
    if not _has_real_birth_date(nik):
        raise IdentityError("nik_date")
    if nik.endswith("0000"):
        raise IdentityError("nik_serial")
    return nik


def has_nik(text: str) -> bool:
    """Tell whether a text holds 16 digits that may be a NIK, in digits of any script.

    Written together, with blanks, dots or dashes any 16 digits count as one; with other separators
    only those that can be a NIK, which two dates cannot.
    """
    plain = "".join(str(unicodedata.decimal(char, char)) for char in plain_marks(text))
    if NIK_IN_TEXT.search(plain):
        return True
    spaced = _SPACED_NIK.finditer(plain, 0, _MOST_SPACED)
    return any(_can_be_nik(found[1]) for found in spaced)


def birth_digits_in_nik(nik: str) -> str:
    """Return the birth date in 16 digits of a NIK as ddmmyy, without the 40 added for women."""
    day = int(nik[6:8])
    return f"{day - _WOMAN if day > _WOMAN else day:02}{nik[8:12]}"


def born_on_in_nik(nik: str, today: date) -> date | None:
    """Return the day of birth in 16 digits of a NIK, of the latest century that makes an adult.

    None where the digits are not a date, as in some old numbers.
    """
    digits = birth_digits_in_nik(nik)
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    for century in (2000, 1900):
        with suppress(ValueError):
            born = date(century + year, month, day)
            if born.year + _ADULT <= today.year:
                return born
    return None


def is_woman_in_nik(nik: str) -> bool:
    """Tell whether 16 digits of a NIK are those of a woman."""
    return int(nik[6:8]) > _WOMAN


def check_npwp(text: str) -> str:
    """Return the digits of an NPWP: 15, or 16 since July 2024; raises IdentityError.

    Of 15 digits, and of 16 that begin with 0, the first nine digits of the old number carry a Luhn
    check digit; any other 16 digits are the person's NIK.
    """
    npwp = _digits(text, "npwp_length")
    if len(npwp) == 14 and not npwp.startswith("0"):
        raise IdentityError("excel_changed")
    if len(npwp) not in (15, 16):
        raise IdentityError("npwp_length")
    if len(npwp) == 16 and not npwp.startswith("0"):
        return check_nik(npwp)
    old = npwp[-15:]
    if not luhn.is_valid(old[:9]) or not old[:9].strip("0"):
        raise IdentityError("npwp_check_digit")
    return npwp


def check_nib(text: str) -> str:
    """Return the 13 digits of a business identification number (NIB); it has no check digit.

    Twelve digits have lost the zero they began with. Raises IdentityError.
    """
    nib = _digits(text, "nib_length")
    if len(nib) == 12:
        raise IdentityError("excel_changed")
    if len(nib) != 13:
        raise IdentityError("nib_length")
    if not nib.strip("0"):
        raise IdentityError("nib_zeros")
    return nib


def check_phone(text: str) -> str:
    """Return an Indonesian mobile number as `+628…` (E.164); raises IdentityError.

    Reads a number without its first zero, and one with a zero after 62.
    """
    typed = plain_marks(text)
    if has_exponent(typed):
        raise IdentityError("excel_changed")
    if _is_two_phones(typed):
        raise IdentityError("phone_two")
    match = _MOBILE.fullmatch(re.sub(r"[()/]", "", without_marks(typed)))
    if match is None:
        raise IdentityError("phone_invalid")
    try:
        parsed = phonenumbers.parse(f"+62{match[1]}", "ID")
    except phonenumbers.NumberParseException:
        raise IdentityError("phone_invalid") from None
    if not phonenumbers.is_valid_number(parsed):
        raise IdentityError("phone_invalid")
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def without_marks(text: str) -> str:
    """Return a number as people write it without blanks, dots, dashes, quotes and a last .0.

    Any other character stays.
    """
    return _MARKS.sub("", _POINT_ZERO.sub("", plain_marks(text)))


def _can_be_nik(spaced: str) -> bool:
    if _TWO_DATES.fullmatch(spaced):
        return False
    try:
        check_nik(re.sub(r"[^0-9]", "", spaced))
    except IdentityError:
        return False
    return True


def _digits(text: str, code: str) -> str:
    if has_exponent(plain_marks(text)):
        raise IdentityError("excel_changed")
    digits = without_marks(text)
    if not _DIGITS.fullmatch(digits):
        raise IdentityError(code)
    return digits


def _is_two_phones(typed: str) -> bool:
    parts = [sum(map(str.isdigit, part)) for part in _BETWEEN_PHONES.split(typed)]
    return sum(parts) > _MOST_DIGITS or len([n for n in parts if n >= _FEWEST_DIGITS]) > 1


def _has_real_birth_date(nik: str) -> bool:
    birth = birth_digits_in_nik(nik)
    day, month, year = int(birth[:2]), int(birth[2:4]), int(birth[4:])
    for century in (1900, 2000):
        with suppress(ValueError):
            date(century + year, month, day)
            return True
    return False

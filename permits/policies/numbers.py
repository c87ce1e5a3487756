"""Numbers of documents that other agencies issue: their form, never whether they exist. Pure."""

from collections.abc import Mapping
from typing import Final

from applications.policies.outside_steps import number_fault as fault_of_a_report

MAX_NUMBER: Final = 80
_PIRT_DIGITS: Final = 15
_PIRT_REGENCY: Final = slice(3, 7)
_PIRT: Final = "spp-irt"
# Sixteen digits are those of an identity card or a tax number, and anyone may verify a permit.
_PERSONAL: Final = "number_looks_personal"
# The issuers of the documents of schemes; for any other it is the party that the scheme names.
ISSUERS: Final[Mapping[str, str]] = {
    "spp-irt": "Bupati/Wali Kota melalui OSS",
    "halal-self-declare": "BPJPH",
    "halal-reguler": "BPJPH",
    "sertifikat-standar": "OSS",
    "sni-bina-umk": "BSN melalui OSS",
    "ska": "Instansi penerbit SKA melalui e-SKA",
    "svlk-kelompok": "Lembaga sertifikasi (LVLK)",
}


def number_fault(kind: str, number: str) -> str:
    """Return the code of what is wrong with a number of this scheme; empty where nothing is."""
    if not number:
        return "number_missing"
    if len(number) > MAX_NUMBER:
        return "number_too_long"
    if fault_of_a_report(number) == _PERSONAL:
        return _PERSONAL
    if not number.isprintable() or not any(char.isdigit() for char in number):
        return "number_unreadable"
    if kind == _PIRT and len(_pirt_digits(number)) != _PIRT_DIGITS:
        return "number_not_pirt"
    return ""


def pirt_regency(kind: str, number: str) -> str:
    """Return the dotted code of the regency that a P-IRT number names; empty for other schemes.

    Of its 15 digits the fourth to seventh are the regency's or city's (Peraturan BPOM 22/2018); the
    last two are the year in which it expires.
    """
    if kind != _PIRT:
        return ""
    code = _pirt_digits(number)[_PIRT_REGENCY]
    return f"{code[:2]}.{code[2:]}"


def _pirt_digits(number: str) -> str:
    """Return the digits of a P-IRT number; '' where it has other than its usual characters."""
    text = number.upper().replace("P-IRT", "").replace("PIRT", "").replace("NO", "")
    rest = "".join(char for char in text if char not in " .-–:/")
    return rest if rest.isascii() and rest.isdigit() else ""

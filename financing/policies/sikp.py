"""The row of a loan candidate for SIKP, and what SIKP would refuse. Pure.

The fields and their limits come from public code of lenders, not from a guide of SIKP.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from common.identity.numbers import birth_digits_in_nik

# Each field and its maximum length in characters, in the order of the file.
FIELDS: Mapping[str, int] = {
    "nik": 16,
    "nmr_registry": 14,
    "nama": 250,
    "tgl_lahir": 8,
    "jns_kelamin": 4,
    "maritas_sts": 4,
    "pendidikan": 4,
    "pekerjaan": 4,
    "alamat": 255,
    "kode_kabkota": 4,
    "kode_pos": 5,
    "npwp": 15,
    "mulai_usaha": 8,
    "alamat_usaha": 255,
    "ijin_usaha": 255,
    "modal_usaha": 19,
    "jml_pekerja": 10,
    "jml_kredit": 19,
    "is_linkage": 1,
    "linkage": 6,
    "no_hp": 16,
    "uraian_agunan": 255,
    "is_subsidized": 1,
    "subsidi_sebelumnya": 25,
}
_REQUIRED = (
    "nama",
    "tgl_lahir",
    "jns_kelamin",
    "maritas_sts",
    "alamat",
    "kode_kabkota",
    "kode_pos",
    "mulai_usaha",
    "alamat_usaha",
    "ijin_usaha",
    "modal_usaha",
    "jml_pekerja",
    "jml_kredit",
)
_UNKNOWN_CODES = ("pendidikan", "pekerjaan")
_NIK = re.compile(r"[0-9]{16}", re.ASCII)

SikpRow = Mapping[str, str]


@dataclass(frozen=True)
class Finding:
    """One defect of one field; SIKP would refuse the row where it `blocks`."""

    code: str
    field: str
    blocks: bool = True


def day(value: date) -> str:
    """Return a day as SIKP's upload writes it, ddMMyyyy."""
    return value.strftime("%d%m%Y")


def tax_number(npwp: str, nik: str) -> str:
    """Return the 15 digits of the NPWP; empty where the number is the NIK itself.

    The 16-digit form of an old number is a zero before its 15 digits.
    """
    if npwp == nik:
        return ""
    return npwp[1:] if len(npwp) == FIELDS["npwp"] + 1 and npwp.startswith("0") else npwp


def findings(row: SikpRow) -> list[Finding]:
    """Return what SIKP would refuse, then what it might refuse."""
    return [*_refusals(row), *_possible_refusals(row)]


def _refusals(row: SikpRow) -> Iterator[Finding]:
    if not _NIK.fullmatch(row["nik"]):
        yield Finding("bad_format", "nik")
    for field in _REQUIRED:
        if not row[field]:
            yield Finding("missing", field)
    for field, longest in FIELDS.items():
        if field != "nik" and len(row[field]) > longest:
            yield Finding("too_long", field)


def _possible_refusals(row: SikpRow) -> Iterator[Finding]:
    for field in _UNKNOWN_CODES:
        if not row[field]:
            yield Finding("code_unknown", field, blocks=False)
    if not row["no_hp"]:
        yield Finding("missing", "no_hp", blocks=False)
    if not _NIK.fullmatch(row["nik"]):
        return
    if row["nik"][:4] != row["kode_kabkota"]:
        yield Finding("other_region", "kode_kabkota", blocks=False)
    if row["tgl_lahir"] and not _same_birth(row):
        yield Finding("other_birth", "tgl_lahir", blocks=False)


def is_ready(row_findings: list[Finding]) -> bool:
    """Tell whether none of the findings would make SIKP refuse the row."""
    return not any(each.blocks for each in row_findings)


def _same_birth(row: SikpRow) -> bool:
    return birth_digits_in_nik(row["nik"]) == row["tgl_lahir"][:4] + row["tgl_lahir"][6:]

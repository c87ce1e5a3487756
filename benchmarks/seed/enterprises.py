"""Rows of the register: every number passes its check, every NIK is encrypted as a real one is."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Final
from uuid import UUID

from benchmarks.seed.names import address, enterprise_name
from benchmarks.seed.plan import SeedPlan
from common.identity.crypto import encrypt
from enterprises.enums import StatedBy
from enterprises.models import Enterprise
from enterprises.policies.statements import statement
from enterprises.services.cleaning import FIELDS

COLUMNS: Final = (
    "id",
    "uid",
    "name",
    "legal_form",
    "nib",
    "nik_cipher",
    "nik_index",
    "npwp_cipher",
    "npwp_index",
    "regency_id",
    "address",
    "sector",
    "kbli",
    "kbli_version",
    "founded_on",
    "owner_capital",
    "loan_capital",
    "annual_sales",
    "workers",
    "phone",
    "stated",
    "created_at",
    "updated_at",
)
_SECTORS: Final = ("other", "agribusiness", "fashion", "handicraft", "furniture", "spa")
_SECTOR_WEIGHTS: Final = (34.0, 62.0, 80.0, 91.0, 98.0, 100.0)
_FORMS: Final = ("perorangan", "pt_perorangan", "cv", "kelompok", "koperasi", "pt")
_FORM_WEIGHTS: Final = (90.0, 94.0, 96.5, 98.5, 99.5, 100.0)
_OTHER_TRADES: Final = [("47112", "2020"), ("56102", "2020"), ("45407", "2020"), ("96200", "2020")]
_OPERATORS: Final = ("812", "813", "821", "822", "852", "853", "857", "858", "877", "878", "896")
_CIPHERS: Final = {
    name: f"{Enterprise._meta.db_table}.{sealed.cipher}|"
    for name, sealed in (("nik", Enterprise.nik), ("npwp", Enterprise.npwp))
}
# A prime that divides none of the spaces below: multiples of it visit every number once.
_STEP: Final = 7_368_787
_NIB_SPACE: Final = 9 * 10**12
# District, sex, day, month, year, serial.
_NIK_RADIX: Final = (20, 2, 28, 12, 50, 100)
_NIK_SPACE: Final = 20 * 2 * 28 * 12 * 50 * 100
_FIRST_BIRTH_YEAR: Final = 1955
_REGISTERED_FROM: Final = date(2021, 1, 4).toordinal()


def lines(plan: SeedPlan, start: int, stop: int) -> Iterator[str]:
    """Yield the lines for COPY of the enterprises numbered from `start` to before `stop`."""
    rng = Random(f"{plan.seed} enterprises {start}")
    last_day = plan.first_day.toordinal() - 60
    span = last_day - _REGISTERED_FROM
    line_end = plan.line_ends["enterprise"]
    for number in range(start, stop):
        created = _REGISTERED_FROM + span * number // max(1, plan.enterprises)
        yield "\t".join(_row(plan, rng, number, created)) + line_end


def nib(number: int) -> str:
    """Return a NIB of 13 digits; different numbers, different NIBs."""
    return str(10**12 + number * _STEP % _NIB_SPACE)


def nik(number: int, regency: str) -> str:
    """Return a NIK that passes its checks; different numbers below 67,200,000, different NIKs."""
    rest = number * _STEP % _NIK_SPACE
    parts = []
    for radix in _NIK_RADIX:
        rest, part = divmod(rest, radix)
        parts.append(part)
    district, sex, day, month, year, serial = parts
    return (
        f"{regency[:2]}{regency[3:]}{district + 1:02d}{day + 1 + 40 * sex:02d}{month + 1:02d}"
        f"{(_FIRST_BIRTH_YEAR + year) % 100:02d}{serial + 1:04d}"
    )


def phone(rng: Random) -> str:
    """Return a mobile number in the form that the register stores."""
    return f"+62{rng.choice(_OPERATORS)}{rng.randrange(10_000_000, 99_999_999)}"


def _row(plan: SeedPlan, rng: Random, number: int, created: int) -> tuple[str, ...]:
    code, place = plan.regencies[plan.regency_of(number)]
    sector = rng.choices(_SECTORS, cum_weights=_SECTOR_WEIGHTS)[0]
    form = rng.choices(_FORMS, cum_weights=_FORM_WEIGHTS)[0]
    uid = str(UUID(int=rng.getrandbits(128), version=4))
    kbli, version = rng.choice(plan.kbli.get(sector) or _OTHER_TRADES)
    owner_nik = nik(number, code)
    sales = int(rng.lognormvariate(18.6, 1.1)) // 100_000 * 100_000 + 6_000_000
    founded = created - rng.randrange(240, 7000)
    day = date.fromordinal(created)
    at = f"{day} {rng.randrange(7, 17):02d}:{rng.randrange(60):02d}:00+07"
    values = (
        str(number + 1),
        uid,
        enterprise_name(rng, sector),
        form,
        nib(number),
        *_encrypted("nik", owner_nik, uid),
        *(_encrypted("npwp", owner_nik, uid) if rng.random() < 0.55 else ("\\N", "\\N")),
        code,
        address(rng, place),
        sector,
        kbli,
        version,
        str(date.fromordinal(founded)),
        str(sales // rng.randrange(2, 9) // 100_000 * 100_000 + 500_000),
        str(rng.choice((0, 0, 0, 5_000_000, 10_000_000, 25_000_000))),
        str(sales),
        str(rng.choice((1, 1, 1, 2, 2, 3, 4, 6, 11, 24))),
        phone(rng) if rng.random() < 0.9 else "",
    )
    return (*values, _stated(values, day), at, at)


def _stated(values: Sequence[str], day: date) -> str:
    """Return who stated what the row says, as an import writes it."""
    by_column = dict(zip(COLUMNS, values, strict=False))
    columns = {"nik": "nik_cipher", "npwp": "npwp_cipher", "regency": "regency_id"}
    said = [n for n in FIELDS if by_column.get(columns.get(n, n), "") not in ("", "0", "\\N")]
    return json.dumps({name: statement(StatedBy.REGISTER, day) for name in said})


def _encrypted(name: str, text: str, uid: str) -> tuple[str, str]:
    """Return ciphertext and index as COPY reads bytes, by the functions that make real ones."""
    sealed = Enterprise.nik if name == "nik" else Enterprise.npwp
    cipher = encrypt(text, context=f"{_CIPHERS[name]}{uid}")
    return f"\\\\x{cipher.hex()}", f"\\\\x{sealed.index_of(text).hex()}"

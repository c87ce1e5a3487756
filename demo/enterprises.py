"""Enterprises to try the portal with: small invented registers, and owners who claim from them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from accounts.models import User
from common.dates import clock
from demo.files import DoubtfulClaim
from demo.past import PastDays, at
from enterprises.models import Enterprise
from enterprises.services.claims import claim, decide_claim
from enterprises.services.cleaning import clean
from enterprises.services.registration import register
from registers.services.importing import import_file
from registers.services.reading import read_register
from registers.services.runs import upload
from registers.services.worker import work_next

_DATA = Path(__file__).resolve().parent / "data"
REGISTER = _DATA / "demo_register.csv"
# Uploaded by the office and checked, but not confirmed yet; three of its rows are bad.
WAITING_REGISTER = _DATA / "demo_register_waiting.csv"
# They are starting, or sell at home, and are identified by their NIK.
WITHOUT_NIB: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "name": "Keripik Pisang Bu Lilik",
        "legal_form": "perorangan",
        "sku_number": "510/018/436.9.12/2026",
        "nik": "3578034309880004",
        "regency": "35.78",
        "address": "Jl. Rungkut Lor VII/21, RT 04 RW 09, Rungkut",
        "sector": "agribusiness",
        "kbli": "10793",
        "kbli_version": "2020",
        "founded_on": "2024-02-01",
        "owner_capital": 4_000_000,
        "annual_sales": 36_000_000,
        "workers": 1,
    },
    {
        "name": "Rencana Usaha Jahit Nur Hayati",
        "legal_form": "perorangan",
        "candidate": True,
        "nik": "3578036605990003",
        "regency": "35.78",
        "address": "Jl. Tenggilis Lama III/8, RT 02 RW 03",
        "sector": "fashion",
        "kbli": "14111",
        "kbli_version": "2020",
        "owner_capital": 1_500_000,
    },
)
_IMPORTED_AGO, _CLAIMED_AGO, _BEGAN_AGO = 46, 45, 3


def is_loaded() -> bool:
    """Tell whether this installation has the demo register already."""
    first = next(read_register(REGISTER)).values or {}
    return Enterprise.objects.filter(nib=first["nib"]).exists()


def import_demo_register(past: PastDays) -> None:
    """Import the register as it was some weeks ago."""
    with at(past.moment(_IMPORTED_AGO, 70)):
        import_file(REGISTER)


def claim_enterprises(past: PastDays, people: Mapping[str, User]) -> None:
    """Let each person claim the enterprise of that name; the NIK matches, so the claim succeeds."""
    numbers = _numbers()
    for position, (enterprise, person) in enumerate(people.items()):
        with at(past.moment(_CLAIMED_AGO, 7 * position)):
            claim(person, *numbers[enterprise], channel="demo")


def register_without_nib(past: PastDays, helper: User) -> Enterprise:
    """Let the helper register two people without a NIB; return the one with a letter, the older.

    The other one was registered recently: so far the helper acts for her by declaration.
    """
    registered = []
    for typed, ago in zip(WITHOUT_NIB, (_CLAIMED_AGO, _BEGAN_AGO), strict=True):
        with at(past.moment(ago, 200)):
            created = register(helper, clean(typed, today=clock.today()), channel="demo")
            registered.append(created)
    return registered[0]


def claim_doubtfully(
    past: PastDays, claims: Iterable[DoubtfulClaim], people: Mapping[str, User]
) -> None:
    """Claim with the NIK of another row; an official refuses some, the others stay open.

    `people` has claimants by name and officials by the name in `refused_by`.
    """
    numbers = _numbers()
    others = [nik for _nib, nik in numbers.values()]
    for position, row in enumerate(claims):
        nib, _nik = numbers[row.enterprise]
        with at(past.moment(row.ago, 25 + position)):
            pending = claim(people[row.claimant], nib, others[position], channel="demo")
        if row.refused_by:
            with at(past.moment(row.ago - 1, 55)):
                decide_claim(people[row.refused_by], pending, accept=False, reason=row.reason)


def upload_waiting_register(past: PastDays, staff: User) -> None:
    """Let the office upload a register on the last working day; it is checked, not confirmed."""
    with at(past.moment(1, 380)):
        upload(staff, [WAITING_REGISTER.read_bytes()], filename="usaha-binaan-baru.csv")
        work_next()


def _numbers() -> dict[str, tuple[str, str]]:
    """Return NIB and NIK of every row of the register by the name of the enterprise."""
    rows = (row.values or {} for row in read_register(REGISTER))
    return {row["name"]: (row["nib"], row["nik"]) for row in rows}

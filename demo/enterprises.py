"""Enterprises to try the portal with: small invented registers, and owners who claim from them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from accounts.models import User
from demo.files import DoubtfulClaim
from demo.past import PastDays, at
from enterprises.models import Enterprise
from enterprises.services.claims import claim, decide_claim
from registers.services.importing import import_file
from registers.services.reading import read_register
from registers.services.runs import upload
from registers.services.worker import work_next

_DATA = Path(__file__).resolve().parent / "data"
REGISTER = _DATA / "demo_register.csv"
# Uploaded by the office and checked, but not confirmed yet; three of its rows are bad.
WAITING_REGISTER = _DATA / "demo_register_waiting.csv"
_IMPORTED_AGO, _CLAIMED_AGO = 46, 45


def is_loaded() -> bool:
    """Tell whether this installation has the demo register already."""
    first = next(read_register(REGISTER)).values or {}
    return Enterprise.objects.filter(nib=first["nib"]).exists()


def import_demo_register(past: PastDays) -> None:
    """Import the register as it was some weeks ago."""
    with at(past.moment(_IMPORTED_AGO, 70)):
        import_file(REGISTER)


def claim_enterprises(past: PastDays, people: Mapping[str, User]) -> None:
    """Let each person claim the enterprise of that name; the NIK matches, so it is theirs."""
    numbers = _numbers()
    for position, (enterprise, person) in enumerate(people.items()):
        with at(past.moment(_CLAIMED_AGO, 7 * position)):
            claim(person, *numbers[enterprise], channel="demo")


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

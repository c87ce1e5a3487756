"""Enterprises to try the portal with: a small invented register, and owners who claim from it."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from accounts.models import User
from enterprises.models import Enterprise
from enterprises.selectors.enterprises import is_unclaimed
from enterprises.services.claims import claim
from registers.services.importing import import_file
from registers.services.reading import read_register

REGISTER = Path(__file__).resolve().parent / "data" / "demo_register.csv"


def load_demo_enterprises(owners: Sequence[User], helper: User) -> None:
    """Import the demo register; its first rows, in 35.78, go to the owners and the helper.

    A second run changes nothing, not even enterprises that people have edited since.
    """
    people = [*owners, helper]
    rows = [row.values or {} for row in islice(read_register(REGISTER), len(people))]
    if not Enterprise.objects.filter(nib__in=[row["nib"] for row in rows]).exists():
        import_file(REGISTER)
    for person, row in zip(people, rows, strict=True):
        if is_unclaimed(Enterprise.objects.get(nib=row["nib"])):
            claim(person, row["nib"], row["nik"], channel="demo")

"""Loads SIKP's codes for the particulars of a borrower."""

import tomllib
from pathlib import Path

from django.db import transaction

from financing.models import SikpCode

_FILE = Path(__file__).resolve().parents[1] / "data" / "sikp" / "codes.toml"


@transaction.atomic
def load_sikp_codes() -> None:
    """Add the codes that are missing; a number that an official entered stays."""
    for row in tomllib.loads(_FILE.read_text(encoding="utf-8"))["code"]:
        SikpCode.objects.get_or_create(list=row.pop("list"), name=row.pop("name"), defaults=row)

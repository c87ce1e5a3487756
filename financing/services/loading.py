"""Load SIKP's codes for the particulars of a borrower."""

from pathlib import Path

from django.db import transaction

from common.files.toml_rows import toml_rows
from financing.models import SikpCode

_FILE = Path(__file__).resolve().parents[1] / "data" / "sikp" / "codes.toml"


@transaction.atomic
def load_sikp_codes() -> None:
    """Add the codes that are missing; a number that an official entered is never overwritten.

    A code without a number takes the text of the file, since no official has edited it.
    """
    for row in toml_rows(_FILE, "code"):
        code, created = SikpCode.objects.get_or_create(
            list=row.pop("list"), name=row.pop("name"), defaults=row
        )
        words = {name: row[name] for name in ("label_id", "label_en")}
        if not created and not code.code:
            SikpCode.objects.filter(pk=code.pk).exclude(**words).update(**words)

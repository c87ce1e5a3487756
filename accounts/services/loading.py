"""Loading agencies and consent texts from `accounts/data/*.toml`."""

from pathlib import Path

from django.db import transaction

from accounts.enums import AgencyKind
from accounts.models import Agency, ConsentText
from common.files.toml_rows import toml_rows

_DATA = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def load_accounts() -> None:
    """Add the agencies and consent texts that are missing; existing rows are not changed."""
    for row in toml_rows(_DATA / "agencies.toml", "agency"):
        Agency.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "kind": row.get("kind", AgencyKind.OFFICE),
                "field": row.get("field", ""),
                "regency_id": row.get("regency"),
            },
        )
    for row in toml_rows(_DATA / "consent.toml", "text"):
        ConsentText.objects.get_or_create(
            purpose=row["purpose"],
            version=row["version"],
            defaults={
                "text_id": row["text_id"].strip(),
                "text_en": row["text_en"].strip(),
                "valid_from": row["valid_from"],
            },
        )

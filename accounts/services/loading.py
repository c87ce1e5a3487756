"""Loading agencies and consent texts from `accounts/data/*.toml`."""

import tomllib
from pathlib import Path
from typing import Any, cast

from django.db import transaction

from accounts.models import Agency, ConsentText

_DATA = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def load_accounts() -> None:
    """Add the agencies and consent texts that are missing; existing rows are not changed."""
    for row in _rows("agencies", "agency"):
        Agency.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "field": row["field"],
                "regency_id": row.get("regency"),
            },
        )
    for row in _rows("consent", "text"):
        ConsentText.objects.get_or_create(
            purpose=row["purpose"],
            version=row["version"],
            defaults={
                "text_id": row["text_id"].strip(),
                "text_en": row["text_en"].strip(),
                "valid_from": row["valid_from"],
            },
        )


def _rows(name: str, table: str) -> list[dict[str, Any]]:
    content = tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))
    return cast("list[dict[str, Any]]", content[table])

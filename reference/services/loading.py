"""Loading reference data from `reference/data/*.toml`."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from common.files.toml_rows import toml_rows
from reference.models import ComplaintChannel, Kbli, KbliStep, LegalParameter, Regency
from reference.selectors.regions import all_regencies, clear_cached_regencies

_DATA = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def load_reference() -> None:
    """Update regencies, KBLI, legal parameters and complaint channels from the files; repeatable.

    A parameter that a person verified is not overwritten, and no row of the files is added within
    its period. Rows that the files no longer contain are kept, since enterprises may refer to them.
    """
    for row in toml_rows(_DATA / "regencies.toml", "regency"):
        Regency.objects.update_or_create(code=row.pop("code"), defaults=row)
    for row in toml_rows(_DATA / "kbli.toml", "kbli"):
        Kbli.objects.update_or_create(
            version=row.pop("version"), code=row.pop("code"), defaults=row
        )
    for row in toml_rows(_DATA / "kbli_crosswalk.toml", "step"):
        # Existing steps stay as they are: an official may have corrected them.
        KbliStep.objects.get_or_create(old=row.pop("old"), new=row.pop("new"), defaults=row)
    for row in toml_rows(_DATA / "parameters.toml", "parameter"):
        _load_parameter(row)
    for row in toml_rows(_DATA / "complaints.toml", "channel"):
        # An office may have corrected the row.
        ComplaintChannel.objects.get_or_create(code=row.pop("code"), defaults=row)
    clear_cached_regencies()
    all_regencies()


def _load_parameter(row: dict[str, Any]) -> None:
    identity = {"key": row.pop("key"), "regency_id": row.pop("regency", None)}
    valid_from, valid_to = row.pop("valid_from"), row.get("valid_to")
    known = LegalParameter.objects.filter(**identity)
    overlapping = known.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from))
    if valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    if overlapping.filter(verified_by__isnull=False).exists():
        return
    if not known.filter(valid_from=valid_from).update(**row):
        LegalParameter.objects.create(**identity, valid_from=valid_from, **row)

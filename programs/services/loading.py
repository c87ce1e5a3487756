"""Loads schemes and editions from the data folder of each kind, as often as one likes."""

import logging
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q

from common.dates import clock
from programs.enums import EditionStatus
from programs.kinds.registry import require_declared
from programs.models import Edition, Scheme
from programs.selectors.editions import is_in_use, row_models
from programs.services.scheme_files import TABLES, read_schemes

logger = logging.getLogger(__name__)


def load_schemes() -> None:
    """Brings schemes and editions to what the files say.

    Left as they are: an edition somebody applied under, one an official wrote or that reaches into
    one, a row an official verified, and the last day an official gave an edition.
    """
    for content in read_schemes().values():
        _load_scheme(content)


@transaction.atomic
def _load_scheme(content: dict[str, Any]) -> None:
    told = content["scheme"]
    require_declared(told["kind"], told["outcome"])
    scheme, created = Scheme.objects.get_or_create(code=told["code"], defaults=told)
    if not created:
        Scheme.objects.filter(pk=scheme.pk).update(**told)
    for entry in content["edition"]:
        _load_edition(scheme, dict(entry))


def _load_edition(scheme: Scheme, entry: dict[str, Any]) -> None:
    rows = {table: entry.pop(table) for table in TABLES}
    code = entry.pop("code")
    found = Edition.objects.filter(scheme=scheme, code=code).first()
    if found is None:
        if _is_taken(scheme, entry):
            logger.warning("edition %s of %s left out: the days are taken", code, scheme.code)
            return
        found = Edition.objects.create(
            scheme=scheme,
            code=code,
            status=EditionStatus.PUBLISHED,
            published_at=clock.now(),
            **entry,
        )
    elif found.made_by_id is not None or is_in_use(found):
        return
    else:
        if _has_office_editions(scheme):
            # One of them may have succeeded it: the day it ended stays.
            entry["valid_to"] = found.valid_to
        Edition.objects.filter(pk=found.pk).update(**{"valid_to": None, **entry})
    models_of = row_models()
    for table, identity in TABLES.items():
        _load_rows(models_of[table], found, rows[table], identity)


def _is_taken(scheme: Scheme, entry: dict[str, Any]) -> bool:
    """Whether a published edition, an official's or a frozen one, holds some of the days."""
    days = Q(valid_to=None) | Q(valid_to__gte=entry["valid_from"])
    if entry.get("valid_to") is not None:
        days &= Q(valid_from__lte=entry["valid_to"])
    return _published(scheme).filter(days).exists()


def _has_office_editions(scheme: Scheme) -> bool:
    return _published(scheme).filter(made_by__isnull=False).exists()


def _published(scheme: Scheme) -> models.QuerySet[Edition]:
    return Edition.objects.filter(scheme=scheme, status=EditionStatus.PUBLISHED)


def _load_rows(
    model: type[models.Model], edition: Edition, rows: list[dict[str, Any]], key: tuple[str, ...]
) -> None:
    """One query where nothing changed: this runs at every start of the portal."""
    manager = model._default_manager
    known = {
        tuple(getattr(row, name) for name in key): row for row in manager.filter(edition=edition)
    }
    told = _told(model, rows, key)
    gone = [row.pk for identity, row in known.items() if identity not in told]
    if gone:
        manager.filter(pk__in=gone).delete()
    changed = [
        row for identity, row in known.items() if identity in told and _take(row, told[identity])
    ]
    if changed:
        # Out of the way first: positions are unique, and rows may change places.
        if hasattr(model, "position"):
            manager.filter(pk__in=[row.pk for row in changed]).update(position=F("position") + 1000)
        manager.bulk_update(changed, list(_blank(model, key)))
    manager.bulk_create(
        model(edition=edition, **dict(zip(key, identity, strict=True)), **values)
        for identity, values in told.items()
        if identity not in known
    )


def _told(
    model: type[models.Model], rows: list[dict[str, Any]], key: tuple[str, ...]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Every column of every row by what identifies it: what the files omit has its default."""
    blank = _blank(model, key)
    return {
        tuple(row.get(name) for name in key): {
            **blank,
            **({"position": position} if "position" in blank else {}),
            **{name: value for name, value in row.items() if name not in key},
        }
        for position, row in enumerate(rows)
    }


def _take(row: models.Model, told: dict[str, Any]) -> bool:
    """Writes into `row` what the files say; False when it says so already.

    What a person verified is theirs, but for its place.
    """
    verified = getattr(row, "verified_at", None) is not None
    values = {"position": told["position"]} if verified else told
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    return True


def _blank(model: type[models.Model], key: tuple[str, ...]) -> dict[str, Any]:
    """What a row says that the files do not mention: a value taken out of a file is gone."""
    kept = {"id", "edition", "edition_id", "verified_by", "verified_at", *key}
    return {
        field.attname: field.get_default()
        for field in model._meta.concrete_fields
        if not kept & {field.name, field.attname}
    }

"""Loads schemes and editions from `programs/data`, as often as one likes."""

import logging
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from common import clock
from programs.enums import EditionStatus
from programs.models import (
    Edition,
    Letter,
    OutcomeWord,
    Question,
    ReasonText,
    Requirement,
    Rule,
    Scheme,
    Stage,
)
from programs.selectors.editions import is_in_use
from programs.services.scheme_files import TABLES, read_schemes

MODELS: dict[str, type[models.Model]] = {
    "rule": Rule,
    "question": Question,
    "requirement": Requirement,
    "stage": Stage,
    "letter": Letter,
    "outcome_word": OutcomeWord,
    "reason_text": ReasonText,
}
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
    for table, identity in TABLES.items():
        _load_rows(MODELS[table], found, rows[table], identity)


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
    manager = model._default_manager
    blank = _blank(model, key)
    has_position = "position" in blank
    kept = []
    if has_position:
        # Positions are unique per edition: out of the way first, so that rows may change places.
        manager.filter(edition=edition).update(position=models.F("position") + 1000)
    for position, row in enumerate(rows):
        values = {**blank, **row}
        if has_position:
            values["position"] = position
        identity = {name: values.pop(name, None) for name in key}
        found = manager.filter(edition=edition, **identity).first()
        if found is None:
            found = manager.create(edition=edition, **identity, **values)
        elif getattr(found, "verified_at", None) is None:
            manager.filter(pk=found.pk).update(**values)
        elif has_position:
            manager.filter(pk=found.pk).update(position=position)
        kept.append(found.pk)
    manager.filter(edition=edition).exclude(pk__in=kept).delete()


def _blank(model: type[models.Model], key: tuple[str, ...]) -> dict[str, Any]:
    """What a row says that the files do not mention: a value taken out of a file is gone."""
    kept = {"id", "edition", "edition_id", "verified_by", "verified_at", *key}
    return {
        field.attname: field.get_default()
        for field in model._meta.concrete_fields
        if not kept & {field.name, field.attname}
    }

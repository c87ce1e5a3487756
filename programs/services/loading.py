"""Loads schemes and editions from `programs/data/*.toml`, as often as one likes."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import models, transaction

from common import clock
from programs.enums import EditionStatus
from programs.models import (
    Edition,
    OutcomeWord,
    Question,
    ReasonText,
    Requirement,
    Rule,
    Scheme,
    Stage,
)

DATA = Path(__file__).resolve().parents[1] / "data"


def load_schemes() -> None:
    """Writes every scheme of the data folder; a row an official verified is left as it is."""
    for path in sorted(DATA.glob("*.toml")):
        with path.open("rb") as source:
            _load_scheme(tomllib.load(source))


@transaction.atomic
def _load_scheme(content: dict[str, Any]) -> None:
    scheme, _created = Scheme.objects.update_or_create(
        code=content["scheme"]["code"], defaults=content["scheme"]
    )
    for entry in content["edition"]:
        _load_edition(scheme, dict(entry))


def _load_edition(scheme: Scheme, entry: dict[str, Any]) -> None:
    parts = {
        name: entry.pop(name, [])
        for name in ("rule", "question", "requirement", "stage", "outcome_word", "reason_text")
    }
    edition, created = Edition.objects.update_or_create(
        scheme=scheme,
        code=entry.pop("code"),
        defaults={**entry, "status": EditionStatus.PUBLISHED},
    )
    if created:
        Edition.objects.filter(pk=edition.pk).update(published_at=clock.now())
    _load_rows(Rule, edition, parts["rule"], ("key", "regency_id"))
    _load_rows(Question, edition, parts["question"], ("code",))
    _load_rows(Requirement, edition, parts["requirement"], ("code",))
    _load_rows(Stage, edition, parts["stage"], ("code",))
    _load_rows(OutcomeWord, edition, parts["outcome_word"], ("state",))
    _load_rows(ReasonText, edition, parts["reason_text"], ("transition", "code"))


def _load_rows(
    model: type[models.Model], edition: Edition, rows: list[dict[str, Any]], key: tuple[str, ...]
) -> None:
    manager = model._default_manager
    has_position = any(field.name == "position" for field in model._meta.get_fields())
    for position, row in enumerate(rows):
        values = dict(row)
        if has_position:
            values["position"] = position
        identity = {name: values.pop(name, None) for name in key}
        found = manager.filter(edition=edition, **identity).first()
        if found is None:
            manager.create(edition=edition, **identity, **values)
        elif getattr(found, "verified_at", None) is None:
            manager.filter(pk=found.pk).update(**values)

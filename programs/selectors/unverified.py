"""How many rows of the law are not verified yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Q
from pghistory.models import Event

from reference.enums import Confidence

_NOT_YET = Q(verified_at__isnull=True)


@dataclass(frozen=True)
class Unverified:
    """Unverified rows of one table, which only warn: confidence L, confidence M, and empty ones."""

    model: type[Any]
    low: int
    medium: int
    empty: int

    @property
    def total(self) -> int:
        """All unverified rows."""
        return self.low + self.medium


def unverified() -> list[Unverified]:
    """Return one line per table of the law, the one with most rows of confidence L first."""
    lines = [_line(model) for model in _tables_of_law()]
    return sorted(lines, key=lambda line: (-line.low, -line.medium))


def _tables_of_law() -> Iterable[type[Any]]:
    """Yield every model with a confidence; rows of history (`…Event`) do not count."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        if "confidence" in names and not issubclass(model, Event):
            yield model


def _line(model: type[Any]) -> Unverified:
    """Count the unverified rows of a model; its `EMPTY` says which rows hold no figure."""
    rows = model._default_manager.all()
    if any(field.name == "verified_at" for field in model._meta.concrete_fields):
        rows = rows.filter(_NOT_YET)
    counts = rows.aggregate(
        low=Count("pk", filter=Q(confidence=Confidence.LOW)),
        medium=Count("pk", filter=Q(confidence=Confidence.MEDIUM)),
        empty=Count("pk", filter=getattr(model, "EMPTY", Q(pk__in=()))),
    )
    return Unverified(model, **counts)

"""How much of what the portal says of the law nobody has verified yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from programs.models import Requirement, Rule, Stage
from reference.enums import Confidence
from reference.models import KbliStep, LegalParameter, SikpCode

_SOURCED = (Rule, Requirement, Stage, LegalParameter)
_STATED = (KbliStep, SikpCode)
_NOT_YET = Q(verified_at__isnull=True)


@dataclass(frozen=True)
class Unverified:
    """Rows of one table that only warn: of confidence L, of confidence M; and those left empty."""

    model: type[Any]
    low: int
    medium: int
    empty: int

    @property
    def total(self) -> int:
        """All rows that nobody verified."""
        return self.low + self.medium


def unverified() -> list[Unverified]:
    """One line per table, the one with most recollections and conflicts (L) first."""
    lines = [*_lines(_SOURCED, _NOT_YET), *_lines(_STATED, Q())]
    return sorted(lines, key=lambda line: (-line.low, -line.medium))


def _lines(models: Iterable[type[Any]], among: Q) -> Iterable[Unverified]:
    for model in models:
        empty = {Rule: Q(value__isnull=True), LegalParameter: Q(value=""), SikpCode: Q(code="")}
        counts = model._default_manager.filter(among).aggregate(
            low=Count("pk", filter=Q(confidence=Confidence.LOW)),
            medium=Count("pk", filter=Q(confidence=Confidence.MEDIUM)),
            empty=Count("pk", filter=empty.get(model, Q(pk__in=()))),
        )
        yield Unverified(model, **counts)

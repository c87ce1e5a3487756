"""How many rows of the law are not verified yet, by table and by source; the next one to read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Q
from pghistory.models import Event

from accounts.models import User
from programs.selectors.editions import sourced_tables
from reference.enums import Confidence

_NOT_YET = Q(verified_at__isnull=True)
_UNREAD = _NOT_YET & ~Q(confidence=Confidence.HIGH)
# Bounds of what one page reads; far more than a regulation has.
_MOST_SOURCES = 200
_MOST_ROWS = 2000


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


@dataclass(frozen=True)
class Source:
    """A regulation with rows that nobody has verified, as the rows cite it."""

    legal_basis: str
    low: int
    medium: int


@dataclass(frozen=True)
class Place:
    """A row among those of its source: its table by name in the scheme files, and its key."""

    table: str
    pk: int


def unverified_sources() -> list[Source]:
    """Return the regulations with unverified rows of editions, the one with most L rows first."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for model in sourced_tables().values():
        rows = model._default_manager.filter(_UNREAD).values_list("legal_basis").order_by()
        for basis, low, medium in rows.annotate(
            low=Count("pk", filter=Q(confidence=Confidence.LOW)),
            medium=Count("pk", filter=Q(confidence=Confidence.MEDIUM)),
        ):
            counts[basis][0] += low
            counts[basis][1] += medium
    found = [Source(basis, *each) for basis, each in counts.items() if basis]
    return sorted(found, key=lambda s: (-s.low, -s.medium, s.legal_basis))[:_MOST_SOURCES]


def rows_to_verify(legal_basis: str, including: Place | None = None) -> list[Place]:
    """Return the unverified rows of a source in reading order: by scheme, edition and table.

    The row `including` is among them in any case, so that the one after it can be found.
    """
    found = []
    for order, (table, model) in enumerate(sourced_tables().items()):
        wanted = _UNREAD & Q(legal_basis=legal_basis)
        if including is not None and including.table == table:
            wanted |= Q(pk=including.pk)
        rows = model._default_manager.filter(wanted).order_by("pk")[:_MOST_ROWS]
        for pk, scheme, first_day, position in rows.values_list(
            "pk", "edition__scheme__code", "edition__valid_from", "position"
        ):
            key = (scheme, -first_day.toordinal(), order, position, pk)
            found.append((key, Place(table, pk)))
    return [place for _key, place in sorted(found)]


def place_after(places: list[Place], place: Place | None) -> Place | None:
    """Return the place after this one, then from the beginning; None where no other is left."""
    if place not in places:
        return places[0] if places else None
    at = places.index(place)
    return next(iter((*places[at + 1 :], *places[:at])), None)


def last_source_read(user: User, legal_basis: str) -> str:
    """Return where the person last read this regulation; '' where they never did."""
    read = [
        row
        for model in sourced_tables().values()
        if (
            row := model._default_manager.filter(verified_by=user, legal_basis=legal_basis)
            .exclude(source_url="")
            .order_by("-verified_at")
            .values_list("verified_at", "source_url")
            .first()
        )
    ]
    return max(read)[1] if read else ""


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
    """Count the unverified rows of a model; its `EMPTY` says which rows have no figure."""
    rows = model._default_manager.all()
    if any(field.name == "verified_at" for field in model._meta.concrete_fields):
        rows = rows.filter(_NOT_YET)
    counts = rows.aggregate(
        low=Count("pk", filter=Q(confidence=Confidence.LOW)),
        medium=Count("pk", filter=Q(confidence=Confidence.MEDIUM)),
        empty=Count("pk", filter=getattr(model, "EMPTY", Q(pk__in=()))),
    )
    return Unverified(model, **counts)

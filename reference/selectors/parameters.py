"""Figures of the law in force on a day."""

from datetime import date
from typing import Literal, NamedTuple

from django.db.models import F, Q, QuerySet

from reference.models import LegalParameter, Regency

Criterion = Literal["capital", "sales"]


class Thresholds(NamedTuple):
    """Upper bounds in rupiah, the bound itself included; above `medium` is large."""

    micro: int
    small: int
    medium: int


class MissingParameterError(LookupError):
    """No row is in force on a day; the data is incomplete, and no figure is guessed."""

    def __init__(self, key: str, on: date) -> None:
        super().__init__(f"no legal parameter {key} in force on {on.isoformat()}")


def parameter(key: str, on: date, regency: Regency | None = None) -> LegalParameter:
    """Return the row of `key` in force on `on`; a regency's row takes precedence.

    Raises MissingParameterError, naming key and day, when no row is in force.
    """
    scope = Q(regency=None) if regency is None else Q(regency=None) | Q(regency=regency)
    row = _in_force(on).filter(scope, key=key).order_by(F("regency").asc(nulls_last=True)).first()
    if row is None:
        raise MissingParameterError(key, on)
    return row


def number(key: str, on: date) -> int:
    """Return the whole number of `key` in force on `on`, in the unit of its row.

    Raises MissingParameterError when there is none, or when its value is still empty.
    """
    value = parameter(key, on).value
    if not value:
        raise MissingParameterError(key, on)
    return int(value)


def thresholds(criterion: Criterion, on: date) -> Thresholds:
    """Return the upper bounds of micro, small and medium in rupiah (PP 7/2021 art 35); one query.

    Raises MissingParameterError when one of the three is missing on `on`.
    """
    keys = {name: f"umkm.{criterion}.{name}" for name in Thresholds._fields}
    values = dict(
        _in_force(on).filter(key__in=keys.values(), regency=None).values_list("key", "value")
    )
    for key in keys.values():
        if not values.get(key):
            raise MissingParameterError(key, on)
    return Thresholds(**{name: int(values[key]) for name, key in keys.items()})


def _in_force(on: date) -> QuerySet[LegalParameter]:
    return LegalParameter.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)

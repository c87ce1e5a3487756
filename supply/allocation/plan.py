"""The result of a problem: the plan, its proof, and what would help where there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Final

_GAP_DIGITS: Final = Decimal("0.0000000001")


class Status(StrEnum):
    """How a problem ended.

    OPTIMAL: the cost is the least, proven. FEASIBLE: a plan with a proven gap. INFEASIBLE: no
    plan exists, proven. UNKNOWN: neither a plan nor that proof within the work limit.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class Stopped(StrEnum):
    """Why the search ended before it was complete."""

    WORK = "work"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Allocation:
    """What one member makes: whole pieces in each week."""

    id: str
    weekly: tuple[int, ...]

    @property
    def quantity(self) -> int:
        return sum(self.weekly)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an offer is not in the plan.

    `price` is a unit price in rupiah at which the offer would be used. `is_solved`: with this price
    a plan that uses it costs less than any without it, solved again; else it is an estimate by the
    prices of the proof. None where a price changes nothing. `figure` is the limit that it met.
    """

    id: str
    code: str
    figure: int | None = None
    price: int | None = None
    is_solved: bool = False


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change of one field that by itself makes the order feasible, and what it then costs."""

    kind: str
    change: Mapping[str, int | str]
    total_cost: int


@dataclass(frozen=True, slots=True)
class MeasureEffect:
    """What machines or trainings of one kind add, solved again; money in rupiah.

    So many `units`, one for each of `members`, cover `covers` of the pieces missing at the worst
    delivery, and no fewer do unless the plan was stopped; 0 where none helps. `total_cost` is that
    of the plan that makes every piece, without the units; None where pieces are missing still.
    Where not `is_tried` the search ended before anything was known.
    """

    id: str
    units: int
    members: tuple[str, ...]
    covers: int
    cost: int
    total_cost: int | None
    is_tried: bool = True


@dataclass(frozen=True, slots=True)
class EarlierFinish:
    """Whether a plan within the same limits makes every piece before `week`, the last of this one.

    `is_possible` None: the search ended before it was known. Where none does, `missing` pieces are
    missing at least, 0 where locks or floors already cannot be kept. `is_kept`: what members have
    accepted needs that week.
    """

    week: int
    is_possible: bool | None
    missing: int = 0
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Pieces missing at the end of the week of a delivery."""

    week: int
    missing: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer to a problem; money in whole rupiah.

    `lower_bound` is proven for all plans that make as many pieces as this one. Without a plan
    `total_cost` is 0 and the allocations are empty. `earlier` is None where it was not asked.
    """

    status: Status
    allocations: tuple[Allocation, ...] = ()
    total_cost: int = 0
    lower_bound: int = 0
    shortfall: int = 0
    shortfalls: tuple[Shortfall, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    reasons: tuple[Reason, ...] = ()
    stopped: Stopped | None = None
    helps: tuple[MeasureEffect, ...] = ()
    earlier: EarlierFinish | None = None

    @property
    def gap(self) -> Decimal:
        """The part of the cost by which a cheaper plan could be cheaper, at most."""
        if self.total_cost == 0:
            return Decimal(0)
        part = Decimal(self.total_cost - self.lower_bound) / self.total_cost
        return part.quantize(_GAP_DIGITS, ROUND_CEILING)

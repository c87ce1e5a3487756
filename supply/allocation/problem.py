"""Describe an order to allocate: offers, hubs, deliveries and what binds them.

Money is whole rupiah, quantities are whole pieces, weeks are counted from 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum


class Lock(StrEnum):
    """What the exporter has decided about an offer."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Offer:
    """What one member offers: pieces in each week, and at which price.

    `min_lot` binds the member's total; `onboarding_cost` is paid once if the member is used.
    """

    id: str
    weekly_capacity: tuple[int, ...]
    unit_price: int
    min_lot: int = 0
    onboarding_cost: int = 0
    grade: int = 0
    hub: str = ""
    groups: tuple[str, ...] = ()
    lock: Lock | None = None


@dataclass(frozen=True, slots=True)
class Hub:
    """Where pieces are collected: its cost of opening, and pieces a week (None: no limit)."""

    id: str
    opening_cost: int = 0
    weekly_capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Good pieces that have to be at the hubs by the end of a week, in all since the start."""

    week: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What a member has accepted: its pieces and weeks are fixed, whatever the plan."""

    id: str
    weekly: tuple[int, ...]
    hub: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """The place of a member in the order that decides between plans of equal cost.

    First comes a member that `is_asked` already, by a letter of this order that waits or is
    accepted; then the longest time without an order (`last_order` is a day number, None for never),
    then the lot. Being in an earlier plan gives nobody a place.
    """

    last_order: int | None = None
    is_asked: bool = False

    @property
    def key(self) -> tuple[bool, int]:
        return not self.is_asked, -1 if self.last_order is None else self.last_order


@dataclass(frozen=True, slots=True)
class Measure:
    """A machine or a training that the exporter could pay for: what one of it adds, and its cost.

    One is given to one member: `pieces` more in every week from `from_week`, for `cost` rupiah.
    `members` are the offers that could have one; at most so many are given as `most` says.
    """

    id: str
    members: tuple[str, ...]
    pieces: int
    from_week: int
    cost: int
    most: int


@dataclass(frozen=True, slots=True)
class Problem:
    """An order and everything that binds its plan; two with the same content give one plan.

    `buffer` is a part of the quantity (0.05 is 5 %), `max_share` the largest part of the target
    that one member may make, `floors` the least number of members of each group, `lot_seed` what
    the lot is drawn from: the number of the order.
    Members of `kept` are not among the offers. `measures` are tried only where pieces are missing.
    """

    quantity: int
    weeks: int
    offers: tuple[Offer, ...]
    hubs: tuple[Hub, ...] = ()
    buffer: Decimal = Decimal(0)
    max_members: int | None = None
    min_grade: int | None = None
    max_share: Decimal | None = None
    deliveries: tuple[Delivery, ...] = ()
    floors: Mapping[str, int] = field(default_factory=dict)
    line: Mapping[str, Line] = field(default_factory=dict)
    lot_seed: str = ""
    kept: tuple[Kept, ...] = ()
    measures: tuple[Measure, ...] = ()

    @property
    def target(self) -> int:
        """Pieces to make: the quantity and its buffer, rounded up."""
        return self.with_buffer(self.quantity)

    @property
    def share_limit(self) -> int | None:
        """Most pieces that one member may make, or None: the share of the target, rounded down."""
        return None if self.max_share is None else int(self.max_share * self.target)

    def with_buffer(self, pieces: int) -> int:
        return int((pieces * (1 + self.buffer)).to_integral_value(rounding=ROUND_CEILING))

    def demands(self) -> tuple[tuple[int, int], ...]:
        """Return `(week, pieces)` to make by then beyond what is kept; the last is the end."""
        rows = {row.week: self.with_buffer(row.quantity) for row in self.deliveries}
        rows[self.weeks] = max(self.target, rows.get(self.weeks, 0))
        return tuple(
            (week, max(0, pieces - sum(sum(row.weekly[:week]) for row in self.kept)))
            for week, pieces in sorted(rows.items())
        )

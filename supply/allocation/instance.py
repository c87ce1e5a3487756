"""Turn a problem into arrays: offers that may be used, in order of id, and what binds them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from supply.allocation.problem import Lock, Offer, Problem

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = Whole | Real
# More than any member cap: the number of members is not limited.
NO_CAP: Final = 10**9


@dataclass(frozen=True)
class Instance:
    """n offers over K periods, H hubs, G groups; pieces and rupiah.

    A period is a run of weeks in which nothing distinguishes one week from the next: it ends with
    a delivery, or is a single week where hubs have a weekly limit. `missing_cost` is the cost of
    a piece that nobody makes; None where every piece has to be made.
    """

    ids: tuple[str, ...]
    capacity: Whole  # n x K
    limit: Whole  # n: most pieces in all
    lot: Whole  # n: least pieces in all, if used; at least 1
    price: Whole  # n
    onboarding: Whole  # n
    hub: Whole  # n: index of the hub
    group: Whole  # n x G: 1 for a member of the group
    locked: Flags  # n: has to be used
    demand: Whole  # K: cumulative
    hub_cost: Whole  # H
    hub_limit: Whole | None  # H x K
    member_cap: int
    floor: Whole  # G
    ends: tuple[int, ...]  # K: the last week of each period
    missing_cost: int | None = None

    @property
    def size(self) -> int:
        return len(self.ids)

    @property
    def most_missing(self) -> int:
        """The pieces that are missing where nobody makes anything."""
        return int(self.demand.max(initial=0))

    @property
    def cost_unit(self) -> int:
        """The largest number of rupiah of which every cost is a multiple, at least 1."""
        parts = [self.price, self.onboarding, self.hub_cost]
        if self.missing_cost is not None:
            parts.append(np.array([self.missing_cost]))
        return max(1, int(np.gcd.reduce(np.concatenate(parts))))

    def in_cost_units(self) -> "Instance":
        """Return the same order with every cost divided by `cost_unit`."""
        unit, missing = self.cost_unit, self.missing_cost
        return replace(
            self,
            price=self.price // unit,
            onboarding=self.onboarding // unit,
            hub_cost=self.hub_cost // unit,
            missing_cost=None if missing is None else missing // unit,
        )

    @property
    def fewest_members(self) -> int:
        """Members that are needed at least, were the largest of all offers used.

        Says more than the costs where these are equal; 0 where pieces may be missing.
        """
        if self.missing_cost is not None or self.size == 0:
            return 0
        fewest = 0
        able = np.minimum(np.cumsum(self.capacity, axis=1), self.limit[:, None])
        for period, pieces in enumerate(self.demand.tolist()):
            largest = np.cumsum(np.sort(able[:, period])[::-1])
            fewest = max(fewest, int(np.searchsorted(largest, pieces)) + (1 if pieces else 0))
        return min(fewest, self.size)

    def for_missing_pieces(self) -> "Instance":
        """Return the same order where only missing pieces cost: one rupiah each."""
        return replace(
            self,
            price=np.zeros_like(self.price),
            onboarding=np.zeros_like(self.onboarding),
            hub_cost=np.zeros_like(self.hub_cost),
            missing_cost=1,
        )

    def for_members(self) -> "Instance":
        """Return the same order where only members cost: one rupiah each."""
        return replace(
            self,
            price=np.zeros_like(self.price),
            onboarding=np.ones_like(self.onboarding),
            hub_cost=np.zeros_like(self.hub_cost),
        )

    def with_fewer(self, missing: Whole) -> "Instance":
        """Return the same order with each cumulative demand lowered by so many pieces."""
        return replace(self, demand=np.maximum(self.demand - missing, 0))


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why an offer cannot be used whatever the costs."""

    code: str
    figure: int = 0


def exclusion(offer: Offer, problem: Problem) -> Exclusion | None:
    """Return why this offer is out before any plan is made, or None."""
    if offer.lock is Lock.OUT:
        return Exclusion("locked_out")
    if problem.min_grade is not None and offer.grade < problem.min_grade:
        return Exclusion("grade", problem.min_grade)
    total = sum(offer.weekly_capacity)
    if total == 0:
        return Exclusion("no_capacity")
    if offer.min_lot > total:
        return Exclusion("lot_above_capacity", total)
    if problem.share_limit is not None and max(offer.min_lot, 1) > problem.share_limit:
        return Exclusion("lot_above_share", problem.share_limit)
    return None


def usable_offers(problem: Problem) -> list[Offer]:
    """Return the offers that may be used, in order of id, whatever order they came in."""
    return sorted(
        (offer for offer in problem.offers if exclusion(offer, problem) is None),
        key=lambda offer: offer.id,
    )


def instance_of(problem: Problem, offers: Sequence[Offer]) -> Instance:
    """Build the arrays of these offers, which have to be usable ones."""
    ends = _period_ends(problem)
    hubs = sorted(problem.hubs, key=lambda hub: hub.id)
    # An offer without a hub delivers by itself: it shares a hub that costs nothing.
    place = {hub.id: index for index, hub in enumerate(hubs)}
    groups = sorted(problem.floors)
    capacity = _per_period([offer.weekly_capacity for offer in offers], ends)
    limit = capacity.sum(axis=1)
    if problem.share_limit is not None:
        limit = np.minimum(limit, problem.share_limit)
    demands = dict(problem.demands())
    return Instance(
        ids=tuple(offer.id for offer in offers),
        capacity=capacity,
        limit=limit,
        # Who makes nothing is no member.
        lot=_whole([max(offer.min_lot, 1) for offer in offers]),
        price=_whole([offer.unit_price for offer in offers]),
        onboarding=_whole([offer.onboarding_cost for offer in offers]),
        hub=_whole([place.get(offer.hub, len(hubs)) for offer in offers]),
        group=_whole([[name in offer.groups for name in groups] for offer in offers]).reshape(
            len(offers), len(groups)
        ),
        locked=np.array([offer.lock is Lock.IN for offer in offers], dtype=np.bool_),
        demand=_whole([demands.get(end, 0) for end in ends]),
        hub_cost=_hub_costs(problem),
        hub_limit=_hub_limits(problem, ends),
        member_cap=_member_cap(problem),
        floor=_whole([_floor(problem, name) for name in groups]),
        ends=ends,
    )


def _whole(values: object) -> Whole:
    return np.array(values, dtype=np.int64)


def _has_hub_limits(problem: Problem) -> bool:
    return any(hub.weekly_capacity is not None for hub in problem.hubs)


def _period_ends(problem: Problem) -> tuple[int, ...]:
    if _has_hub_limits(problem):
        return tuple(range(1, problem.weeks + 1))
    return tuple(week for week, _ in problem.demands())


def _per_period(weekly: Sequence[tuple[int, ...]], ends: tuple[int, ...]) -> Whole:
    if not weekly:
        return np.zeros((0, len(ends)), dtype=np.int64)
    starts = [0, *ends[:-1]]
    return np.add.reduceat(_whole(weekly), starts, axis=1)


def _member_cap(problem: Problem) -> int:
    if problem.max_members is None:
        return NO_CAP
    return max(0, problem.max_members - len(problem.kept))


def _floor(problem: Problem, group: str) -> int:
    return max(0, problem.floors[group] - sum(group in row.groups for row in problem.kept))


def _hub_costs(problem: Problem) -> Whole:
    """Return the cost of opening each hub; one that a kept member delivers to is open."""
    open_hubs = {row.hub for row in problem.kept}
    hubs = sorted(problem.hubs, key=lambda hub: hub.id)
    return _whole([*(0 if hub.id in open_hubs else hub.opening_cost for hub in hubs), 0])


def _hub_limits(problem: Problem, ends: tuple[int, ...]) -> Whole | None:
    if not _has_hub_limits(problem):
        return None
    # More than all pieces that a plan can hold, with minimum lots above what is needed.
    unlimited = problem.target + sum(max(offer.min_lot, 1) for offer in problem.offers)
    hubs = sorted(problem.hubs, key=lambda hub: hub.id)
    rows = [unlimited if hub.weekly_capacity is None else hub.weekly_capacity for hub in hubs]
    limits = np.repeat(_whole([*rows, unlimited])[:, None], len(ends), axis=1)
    place = {hub.id: index for index, hub in enumerate(hubs)}
    for row in problem.kept:
        limits[place.get(row.hub, len(hubs))] -= _whole(row.weekly)
    return np.maximum(limits, 0)

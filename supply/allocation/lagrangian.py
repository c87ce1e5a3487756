"""Prove a lower bound of the cost by pricing what members share: deliveries, cap, floors, hubs.

With a price on every shared row, each offer is judged by itself: its *reduced cost* is the least
cost of using it as a whole, minimum lot and all. Whatever the prices, the sum is a lower bound; it
is worked out in whole numbers, so that no rounding of a solver can make it too high.
"""

from dataclasses import dataclass, replace
from math import frexp
from typing import Final

import numpy as np

from supply.allocation.instance import NO_CAP, Flags, Instance, Numbers, Real, Whole

# The exponent of the largest number that a reduced cost may reach as a whole number of 64 bits.
_LARGEST_EXPONENT: Final = 61
_FINEST: Final = 24
# Where no plan exists a price would rise without end.
HIGHEST_PRICE: Final = 1e12


@dataclass(frozen=True)
class Prices:
    """A price on each shared row; none is negative, so that each keeps its sign."""

    demand: Real  # K: rupiah for a piece of the cumulative demand
    member: float  # rupiah for a place under the member cap
    floor: Real  # G: rupiah for a member of the group
    hub: Real | None  # H x K: rupiah for a piece of the hub's week

    def flat(self) -> Real:
        parts = [self.demand, np.array([self.member]), self.floor]
        return np.concatenate(parts if self.hub is None else [*parts, self.hub.ravel()])

    @classmethod
    def of(cls, flat: Real, instance: Instance) -> "Prices":
        """Read prices from one row of numbers, clipped to their signs and what is countable."""
        flat = np.clip(flat, 0.0, HIGHEST_PRICE)
        periods, groups = len(instance.demand), len(instance.floor)
        hub = None
        if instance.hub_limit is not None:
            hub = flat[periods + 1 + groups :].reshape(instance.hub_limit.shape)
        member = 0.0 if instance.member_cap == NO_CAP else float(flat[periods])
        return cls(flat[:periods], member, flat[periods + 1 : periods + 1 + groups], hub)


@dataclass(frozen=True)
class Judgement:
    """What the prices say of each offer and hub; costs are in rupiah."""

    value: float
    reduced: Real  # n: least cost of using the offer as a whole
    pieces: Whole  # n x K: what it would then make
    gain: Real  # n: what the offer adds to the bound: its reduced cost, or 0 unused
    used: Flags  # n
    hub_value: Real  # H: what the hub and its offers add, if it is open
    hub_open: Flags  # H


def judge(instance: Instance, prices: Prices) -> Judgement:
    """Judge every offer by these prices; the value is the bound, but for rounding."""
    reduced, pieces = _reduced(instance, prices)
    used = instance.locked | (reduced < 0)
    gain = np.where(used, reduced, 0.0)
    hub_value: Real = instance.hub_cost.astype(np.float64) + np.bincount(
        instance.hub, weights=gain, minlength=len(instance.hub_cost)
    )
    if prices.hub is not None and instance.hub_limit is not None:
        hub_value = hub_value - (prices.hub * instance.hub_limit).sum(axis=1)
    hub_open = (hub_value < 0) | _hubs_of_locked(instance)
    value = (
        float(prices.demand @ instance.demand)
        - (prices.member * instance.member_cap if prices.member else 0.0)
        + float(prices.floor @ instance.floor)
        + float(hub_value[hub_open].sum())
        + _missing_value(instance, float(prices.demand.sum()))
    )
    return Judgement(value, reduced, pieces, gain, used, hub_value, hub_open)


def reduced_costs(
    instance: Instance, prices: Prices, rows: Whole, price: Whole
) -> tuple[Real, Whole]:
    """Return the reduced costs of these offers at other unit prices, and the pieces then made."""
    part = replace(
        instance,
        capacity=instance.capacity[rows],
        limit=instance.limit[rows],
        lot=instance.lot[rows],
        price=price,
        onboarding=instance.onboarding[rows],
        hub=instance.hub[rows],
        group=instance.group[rows],
    )
    reduced, pieces = _reduced(part, prices)
    return reduced, pieces.sum(axis=1)


def _reduced(instance: Instance, prices: Prices) -> tuple[Real, Whole]:
    """Return the reduced cost of each offer and the pieces that it would then make."""
    margin = _margins(instance, prices)
    pieces = _cheapest_pieces(instance, margin)
    fixed = instance.onboarding + prices.member - instance.group @ prices.floor
    return fixed + (margin * pieces).sum(axis=1), pieces


def _margins(instance: Instance, prices: Prices) -> Real:
    """Return the cost of a piece of each offer in each period, less what it is worth there."""
    worth = np.cumsum(prices.demand[::-1])[::-1]
    margin: Real = instance.price[:, None] - worth[None, :]
    return margin if prices.hub is None else margin + prices.hub[instance.hub]


def _cheapest_pieces(instance: Instance, margin: Numbers) -> Whole:
    """Return the pieces of each offer of least cost: what pays, and else up to its lot."""
    if instance.hub_limit is None:
        # Worth never rises with time, so the periods are in order already.
        return _fill(instance, margin, instance.capacity)
    order = np.argsort(margin, axis=1, kind="stable")
    rows = np.arange(len(margin))[:, None]
    filled = _fill(
        instance,
        margin[rows, order],
        instance.capacity[rows, order],
    )
    pieces = np.empty_like(filled)
    np.put_along_axis(pieces, order, filled, axis=1)
    return pieces


def _fill(instance: Instance, margin: Numbers, capacity: Whole) -> Whole:
    until = np.cumsum(capacity, axis=1)
    most = np.where(margin < 0, instance.limit[:, None], instance.lot[:, None])
    filled: Whole = np.maximum(np.minimum(until, most) - np.minimum(until - capacity, most), 0)
    return filled


def _hubs_of_locked(instance: Instance) -> Flags:
    hubs = np.zeros(len(instance.hub_cost), dtype=np.bool_)
    hubs[instance.hub[instance.locked]] = True
    return hubs


def _missing_value(instance: Instance, worth: float) -> float:
    if instance.missing_cost is None:
        return 0.0
    return min(0.0, instance.missing_cost - worth) * instance.most_missing


def forced_in(instance: Instance, judgement: Judgement) -> Real:
    """Return for each offer the bound of all plans that use it, in rupiah."""
    hub, value = judgement.hub_value[instance.hub], judgement.value
    already = np.where(judgement.hub_open[instance.hub], hub, 0.0)
    return value - already + hub - judgement.gain + judgement.reduced


def forced_out(instance: Instance, judgement: Judgement) -> Real:
    """Return for each offer the bound of all plans that do not use it; inf for a locked one."""
    hub, value = judgement.hub_value[instance.hub], judgement.value
    already = np.where(judgement.hub_open[instance.hub], hub, 0.0)
    without = hub - judgement.gain
    stays = _hubs_of_locked(instance)[instance.hub]
    bound = value - already + np.where(stays, without, np.minimum(without, 0.0))
    return np.where(instance.locked, np.inf, bound)


@dataclass(frozen=True)
class ExactBound:
    """The bound in whole numbers, `scale` times rupiah, and of the plans that use each offer."""

    scale: int
    value: int
    forced_in: tuple[int, ...]
    forced_out: tuple[int | None, ...]

    @property
    def rupiah(self) -> int:
        """The bound in whole rupiah: costs are whole, so it is rounded up."""
        return -(-self.value // self.scale)


def prove(instance: Instance, prices: Prices) -> ExactBound:
    """Work the bound out in whole numbers; the prices are first rounded to parts of a rupiah."""
    scale = _scale(instance, prices)
    worth = [round(price * scale) for price in prices.demand.tolist()]
    member = round(prices.member * scale)
    floor = np.array([round(price * scale) for price in prices.floor.tolist()], dtype=np.int64)
    hub_price = None if prices.hub is None else np.rint(prices.hub * scale).astype(np.int64)
    margin = instance.price[:, None] * scale - np.cumsum(np.array(worth[::-1]))[::-1][None, :]
    if hub_price is not None:
        margin = margin + hub_price[instance.hub]
    pieces = _cheapest_pieces(instance, margin)
    reduced = (
        instance.onboarding * scale
        + member
        - instance.group @ floor
        + (margin * pieces).sum(axis=1)
    )
    constant = _constant(instance, worth, member, floor, scale)
    return _sum_up(instance, scale, reduced, hub_price, constant)


def _constant(instance: Instance, worth: list[int], member: int, floor: Whole, scale: int) -> int:
    value: int = sum(a * b for a, b in zip(worth, instance.demand.tolist(), strict=True))
    value -= member * instance.member_cap if member else 0
    value += sum(a * b for a, b in zip(floor.tolist(), instance.floor.tolist(), strict=True))
    if instance.missing_cost is not None:
        value += min(0, instance.missing_cost * scale - sum(worth)) * instance.most_missing
    return value


def _sum_up(
    instance: Instance, scale: int, reduced: Whole, hub_price: Whole | None, constant: int
) -> ExactBound:
    """Add what each hub and its offers bring; sums are Python's, which never overflow."""
    costs = [cost * scale for cost in instance.hub_cost.tolist()]
    if hub_price is not None and instance.hub_limit is not None:
        for hub, (prices, limits) in enumerate(
            zip(hub_price.tolist(), instance.hub_limit.tolist(), strict=True)
        ):
            costs[hub] -= sum(a * b for a, b in zip(prices, limits, strict=True))
    hubs, rows, locked = instance.hub.tolist(), reduced.tolist(), instance.locked.tolist()
    gains = [row if lock or row < 0 else 0 for row, lock in zip(rows, locked, strict=True)]
    for hub, gain in zip(hubs, gains, strict=True):
        costs[hub] += gain
    stays = _hubs_of_locked(instance).tolist()
    adds = [cost if stay else min(cost, 0) for cost, stay in zip(costs, stays, strict=True)]
    value = constant + sum(adds)
    into = [
        value - adds[hub] + costs[hub] - gain + row
        for hub, gain, row in zip(hubs, gains, rows, strict=True)
    ]
    out: list[int | None] = []
    for hub, gain, lock in zip(hubs, gains, locked, strict=True):
        without = costs[hub] - gain
        out.append(
            None if lock else value - adds[hub] + (without if stays[hub] else min(without, 0))
        )
    return ExactBound(scale, value, tuple(into), tuple(out))


def _scale(instance: Instance, prices: Prices) -> int:
    """Return the finest power of two at which no reduced cost leaves 64 bits."""
    margin = float(instance.price.max(initial=0)) + float(prices.demand.sum())
    if prices.hub is not None:
        margin += float(prices.hub.max(initial=0.0))
    largest = (
        margin * float(np.maximum(instance.limit, instance.lot).max(initial=1))
        + float(instance.onboarding.max(initial=0))
        + prices.member
        + float(prices.floor.sum())
        + 1.0
    )
    exponent = frexp(largest)[1]
    return int(1 << max(0, min(_FINEST, _LARGEST_EXPONENT - exponent)))

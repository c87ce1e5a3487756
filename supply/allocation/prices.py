"""Search the prices at which the bound is highest, by cutting planes over all offers.

Each round judges every offer once, which is cheap, and adds for each hub the plane that touches
its part of the bound there; a small linear programme over the planes names the next prices. A box
around the best prices keeps the rounds from swinging.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from supply.allocation.instance import NO_CAP, Instance, Numbers, Real
from supply.allocation.lagrangian import HIGHEST_PRICE, Judgement, Prices, judge
from supply.allocation.solver import INFINITE, new_highs

# The difference between the planes' best value and the bound, as a part, at which to stop.
_CLOSE: Final = 1e-6
_GROWTH: Final = 2.0
_SHRINKAGE: Final = 0.5


@dataclass(frozen=True)
class BestPrices:
    """The best prices found and what they say of each offer."""

    prices: Prices
    judgement: Judgement


def best_prices(instance: Instance, *, rounds: int) -> BestPrices:
    """Return the prices of the highest bound that so many rounds of judging find."""
    start, width = _first_guess(instance)
    centre = start
    best = judge(instance, Prices.of(centre, instance))
    planes = _Planes(instance)
    planes.add(centre, best)
    for _ in range(rounds):
        flat, promised = planes.highest_within(centre, width)
        if promised - best.value <= _CLOSE * abs(best.value):
            if not _at_the_edge(flat, centre, width):
                break
            width = width * _GROWTH
        judgement = judge(instance, Prices.of(flat, instance))
        planes.add(flat, judgement)
        if judgement.value > best.value:
            if _at_the_edge(flat, centre, width):
                width = width * _GROWTH
            centre, best = flat, judgement
        else:
            width = width * _SHRINKAGE
    return BestPrices(Prices.of(centre, instance), best)


def _at_the_edge(flat: Real, centre: Real, width: Real) -> bool:
    away = np.abs(flat - centre)
    return bool((away[width > 0] >= 0.999 * width[width > 0]).any())


def _first_guess(instance: Instance) -> tuple[Real, Real]:
    """Return first prices and the width of the box: the cost of the last piece needed."""
    periods, groups = len(instance.demand), len(instance.floor)
    size = periods + 1 + groups
    if instance.hub_limit is not None:
        size += instance.hub_limit.size
    flat, width = np.zeros(size), np.zeros(size)
    if instance.size:
        limit = np.maximum(instance.limit, 1)
        unit = instance.price + instance.onboarding / limit
        order = np.argsort(unit, kind="stable")
        enough = np.searchsorted(np.cumsum(limit[order]), instance.most_missing)
        last = float(unit[order[min(int(enough), instance.size - 1)]])
        typical = max(last, 1.0)
        if instance.missing_cost is not None:
            last, typical = 0.5 * instance.missing_cost, float(instance.missing_cost)
        flat[periods - 1] = last
        width[:] = 0.3 * typical
        width[periods : periods + 1 + groups] *= float(limit.mean())
    if instance.member_cap == NO_CAP:
        width[periods] = 0.0
    return flat, width


class _Planes:
    """The planes found so far: a linear programme in the prices and one value for each hub."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._highs = new_highs()
        self._hubs = len(instance.hub_cost)
        worth = [instance.demand, [-instance.member_cap], instance.floor]
        cost = np.concatenate([np.asarray(part, dtype=np.float64) for part in worth])
        if instance.member_cap == NO_CAP:
            cost[len(instance.demand)] = 0.0
        if instance.hub_limit is not None:
            cost = np.concatenate([cost, np.zeros(instance.hub_limit.size)])
        self._size = len(cost)
        for value in cost.tolist():
            self._highs.addCol(-value, 0.0, 0.0, 0, [], [])
        locked = set(instance.hub[instance.locked].tolist())
        for hub in range(self._hubs):
            self._highs.addCol(-1.0, -INFINITE, INFINITE if hub in locked else 0.0, 0, [], [])
        if instance.missing_cost is not None:
            periods = len(instance.demand)
            self._highs.addRow(
                -INFINITE, instance.missing_cost, periods, list(range(periods)), [1.0] * periods
            )

    def add(self, flat: Real, judgement: Judgement) -> None:
        """Add, for each hub with offers, the plane that touches its value at these prices."""
        slopes = _slopes(self._instance, judgement)
        columns = np.arange(self._size, dtype=np.int32)
        for hub in np.unique(self._instance.hub).tolist():
            slope = slopes[hub]
            right = float(judgement.hub_value[hub] - slope @ flat)
            used = np.flatnonzero(slope)
            self._highs.addRow(
                -INFINITE,
                right,
                len(used) + 1,
                np.append(columns[used], self._size + hub).astype(np.int32),
                np.append(-slope[used], 1.0),
            )

    def highest_within(self, centre: Real, width: Real) -> tuple[Real, float]:
        """Return the prices within the box where the planes are highest, and their height."""
        lower = np.maximum(centre - width, 0.0)
        upper = np.minimum(centre + width, HIGHEST_PRICE)
        columns = np.arange(self._size, dtype=np.int32)
        self._highs.changeColsBounds(self._size, columns, lower, upper)
        self._highs.run()
        values = np.array(self._highs.getSolution().col_value)
        return values[: self._size], -float(self._highs.getInfo().objective_function_value)


def _slopes(instance: Instance, judgement: Judgement) -> Real:
    """Return for each hub how its value changes with each price: H x prices."""
    hubs, periods, groups = len(instance.hub_cost), len(instance.demand), len(instance.floor)
    used = np.flatnonzero(judgement.used)
    hub, pieces = instance.hub[used], judgement.pieces[used]

    def sums(values: Numbers) -> Real:
        total: Real = np.bincount(hub, weights=values, minlength=hubs).astype(np.float64)
        return total

    made = np.stack([sums(pieces[:, period]) for period in range(periods)], axis=1)
    parts: list[Real] = [-np.cumsum(made, axis=1), sums(np.ones(len(used)))[:, None]]
    if groups:
        parts.append(-np.stack([sums(instance.group[used, g]) for g in range(groups)], axis=1))
    if instance.hub_limit is not None:
        own = np.zeros((hubs, hubs, periods))
        own[np.arange(hubs), np.arange(hubs)] = made - instance.hub_limit
        parts.append(own.reshape(hubs, hubs * periods))
    return np.concatenate(parts, axis=1)

"""Give each member whole pieces, once members and hubs are fixed: a network flow on whole data.

A basic solution of such a flow is integral; it is checked in whole numbers nevertheless.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from supply.allocation.instance import NO_CAP, Flags, Instance, Real, Whole
from supply.allocation.solver import INFINITE, Programme


@dataclass(frozen=True)
class WholePlan:
    """Members and their whole pieces by period; `cost` and `missing` are exact."""

    members: Flags
    pieces: Whole  # n x K
    cost: int
    missing: int


# What the place in line may add to the price of a piece: less than any price, more than a
# solver's tolerance.
_LINE_WEIGHT: Final = 0.4


def whole_plan(instance: Instance, members: Flags, *, line: Real | None = None) -> WholePlan | None:
    """Return the plan of least cost with just these members, or None where they cannot make it.

    `line` is the place of each offer in line, from 0 to 1: among equal prices the first comes
    first. It may raise the cost of the whole, which the caller compares.
    """
    rows = np.flatnonzero(members)
    if not _may_be_members(instance, members):
        return None
    if len(rows) == 0:
        return _priced(instance, members, np.zeros_like(instance.capacity))
    periods = len(instance.demand)
    model = Programme()
    capacity = instance.capacity[rows].astype(np.float64)
    cost = instance.price[rows].astype(np.float64)
    if line is not None:
        cost += _LINE_WEIGHT * line[rows]
    price = np.repeat(cost, periods)
    made = model.add_columns(price, np.zeros(capacity.size), capacity.ravel())
    stock = model.add_columns(np.zeros(periods), instance.demand, np.full(periods, INFINITE))
    terms = [
        (np.tile(np.arange(periods), len(rows)), made, 1.0),
        (np.arange(periods), stock, -1.0),
        (np.arange(1, periods), stock[:-1], 1.0),
    ]
    if instance.missing_cost is not None:
        # A missing piece is missing from the start: it counts in every later stock.
        missing = model.add_columns(
            np.array([float(instance.missing_cost)]),
            np.zeros(1),
            np.array([float(instance.most_missing)]),
        )
        terms.append((np.zeros(1, dtype=np.int64), missing, 1.0))
    model.add_rows(np.zeros(periods), np.zeros(periods), terms)
    model.add_rows(
        instance.lot[rows],
        instance.limit[rows],
        [(np.repeat(np.arange(len(rows)), periods), made, 1.0)],
    )
    _add_hub_limits(model, instance, rows, made)
    solved = model.solve()
    if solved.values is None:
        return None
    pieces = np.zeros_like(instance.capacity)
    pieces[rows] = np.rint(solved.values[made]).astype(np.int64).reshape(len(rows), periods)
    return _priced(instance, members, pieces)


def _may_be_members(instance: Instance, members: Flags) -> bool:
    """Tell whether these members keep the locks, the cap and the floors."""
    if (instance.locked & ~members).any():
        return False
    if instance.member_cap != NO_CAP and int(members.sum()) > instance.member_cap:
        return False
    return bool((instance.group[members].sum(axis=0) >= instance.floor).all())


def _add_hub_limits(model: Programme, instance: Instance, rows: Whole, made: Whole) -> None:
    if instance.hub_limit is None:
        return
    hubs, periods = instance.hub_limit.shape
    cells = instance.hub[rows][:, None] * periods + np.arange(periods)[None, :]
    limits = instance.hub_limit.ravel()
    model.add_rows(np.full(hubs * periods, -INFINITE), limits, [(cells.ravel(), made, 1.0)])


def _priced(instance: Instance, members: Flags, pieces: Whole) -> WholePlan | None:
    """Check every rule in whole numbers and add the cost up; None where one is broken."""
    total = pieces.sum(axis=1)
    within = (
        (pieces >= 0).all()
        and (pieces <= instance.capacity).all()
        and (total <= instance.limit).all()
        and (total[members] >= instance.lot[members]).all()
        and (total[~members] == 0).all()
    )
    if instance.hub_limit is not None:
        for hub in range(len(instance.hub_limit)):
            made = pieces[instance.hub == hub].sum(axis=0)
            within = within and bool((made <= instance.hub_limit[hub]).all())
    missing = int((instance.demand - np.cumsum(pieces.sum(axis=0))).max(initial=0))
    missing = max(missing, 0)
    if not within or (missing and instance.missing_cost is None):
        return None
    cost = sum(a * b for a, b in zip(instance.price.tolist(), total.tolist(), strict=True))
    cost += sum(instance.onboarding[members].tolist())
    cost += sum(instance.hub_cost[np.unique(instance.hub[members])].tolist())
    cost += missing * (instance.missing_cost or 0)
    return WholePlan(members, pieces, cost, missing)

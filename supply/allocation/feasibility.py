"""Find out whether the order can be made at all, or else the fewest pieces that are missing.

Minimised are, first, the pieces missing at the worst delivery; then those that are never made, and
so on from the last delivery to the first: late pieces are still made.
"""

from dataclasses import dataclass

import numpy as np

from supply.allocation.instance import NO_CAP, Flags, Instance, Whole
from supply.allocation.lagrangian import prove
from supply.allocation.pieces import WholePlan, whole_plan
from supply.allocation.prices import best_prices
from supply.allocation.search import WorkLimits, search
from supply.allocation.solver import SolverStatus


@dataclass(frozen=True)
class Feasibility:
    """A plan that makes everything, or the members that miss the fewest pieces.

    `proven_missing` pieces are missing from every plan. `has_no_members`: no choice of members
    keeps the cap, the floors and the locks, even with pieces missing.
    """

    plan: WholePlan | None
    nearest: WholePlan | None = None
    proven_missing: int = 0
    has_no_members: bool = False
    stopped: SolverStatus | None = None


def feasibility(instance: Instance, limits: WorkLimits) -> Feasibility:
    """Return a plan that makes every piece, or the nearest to it, with the proof."""
    plan = whole_plan(instance, _largest_members(instance))
    if plan is not None:
        return Feasibility(plan)
    relaxed = instance.for_missing_pieces()
    found = search(relaxed, limits)
    if found.plan is None:
        return Feasibility(None, has_no_members=found.is_infeasible, stopped=found.stopped)
    if found.plan.missing == 0:
        return Feasibility(whole_plan(instance, found.plan.members))
    return Feasibility(None, found.plan, found.bound, stopped=found.stopped)


def can_be_made(instance: Instance, limits: WorkLimits) -> bool:
    """Tell whether a plan that makes every piece was found, without asking how many are missing."""
    if whole_plan(instance, _largest_members(instance)) is not None:
        return True
    relaxed = instance.for_missing_pieces()
    if (
        instance.size
        and prove(relaxed, best_prices(relaxed, rounds=limits.rounds).prices).value > 0
    ):
        return False
    return feasibility(instance, limits).plan is not None


def fewest_missing(instance: Instance, most: int, limits: WorkLimits) -> Whole:
    """Return the pieces missing of each cumulative demand, where `most` at the worst one are."""
    missing = np.minimum(instance.demand, most)
    for period in np.flatnonzero(missing)[::-1].tolist():
        missing[period] = _fewest_of(instance, missing, period, limits)
    return missing


def _fewest_of(instance: Instance, missing: Whole, period: int, limits: WorkLimits) -> int:
    """Bisect what is missing of one demand while the others stay as they are."""

    def is_possible(pieces: int) -> bool:
        tried = missing.copy()
        tried[period] = pieces
        return limits.seconds_left() > 0 and can_be_made(instance.with_fewer(tried), limits)

    known = int(missing[period])
    if not is_possible(known - 1):
        return known
    low, high = -1, known - 1
    if is_possible(0):
        return 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_possible(middle) else (middle, high)
    return high


def _largest_members(instance: Instance) -> Flags:
    """Choose the members that can make the most, the floors first, as far as their hubs take it."""
    members = instance.locked.copy()
    able = instance.limit.copy()
    if instance.hub_limit is not None:
        able = _able_at_hubs(instance)
    order = np.lexsort((np.arange(instance.size), -able))
    for group, least in enumerate(instance.floor.tolist()):
        inside = order[instance.group[order, group] > 0]
        lacking = least - int(members[inside].sum())
        members[inside[~members[inside]][: max(0, lacking)]] = True
    places = instance.member_cap - int(members.sum())
    if instance.member_cap == NO_CAP:
        places = instance.size
    members[order[~members[order] & (able[order] >= 0)][: max(0, places)]] = True
    return members


def _able_at_hubs(instance: Instance) -> Whole:
    """Return what each offer can make of what the larger ones leave its hub; -1 below its lot."""
    able = np.full(instance.size, -1, dtype=np.int64)
    if instance.hub_limit is None:
        return able
    left = instance.hub_limit.astype(np.int64).copy()
    hubs, capacity = instance.hub.tolist(), instance.capacity
    for index in np.lexsort((np.arange(instance.size), -instance.limit)).tolist():
        made = np.minimum(capacity[index], left[hubs[index]])
        total = min(int(made.sum()), int(instance.limit[index]))
        if total >= int(instance.lot[index]):
            able[index] = total
            left[hubs[index]] -= made
    return able

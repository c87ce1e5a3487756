"""Find out whether the order can be made at all, and else how many pieces are missing at least."""

from dataclasses import dataclass

import numpy as np

from supply.allocation.instance import NO_CAP, Flags, Instance
from supply.allocation.pieces import WholePlan, whole_plan
from supply.allocation.search import WorkLimits, search
from supply.allocation.solver import Outcome


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
    stopped: Outcome | None = None


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


def _largest_members(instance: Instance) -> Flags:
    """Choose the members that can make the most, the floors first."""
    members = instance.locked.copy()
    able = instance.limit.copy()
    if instance.hub_limit is not None:
        most = instance.hub_limit.sum(axis=1)[instance.hub]
        able = np.where(most >= instance.lot, np.minimum(able, most), -1)
    order = np.lexsort((np.arange(instance.size), -able))
    for group, least in enumerate(instance.floor.tolist()):
        inside = order[instance.group[order, group] > 0]
        lacking = least - int(members[inside].sum())
        members[inside[~members[inside]][: max(0, lacking)]] = True
    places = instance.member_cap - int(members.sum())
    if instance.member_cap == NO_CAP:
        places = instance.size
    members[order[~members[order]][: max(0, places)]] = True
    return members

"""Make the plan of an order: the entry point of this package."""

from dataclasses import replace
from typing import Final

import numpy as np

from supply.allocation.earlier import earlier
from supply.allocation.entry_prices import with_entry_prices
from supply.allocation.fairness import asked_already, priorities, settle_ties
from supply.allocation.feasibility import Feasibility, feasibility, fewest_missing
from supply.allocation.instance import Instance, instance_of, usable_offers
from supply.allocation.measures import helps
from supply.allocation.pieces import WholePlan
from supply.allocation.plan import Allocation, Plan, Shortfall, Status, Stopped
from supply.allocation.problem import Problem
from supply.allocation.reasons import reasons
from supply.allocation.remedies import has_impossible_lock, remedies
from supply.allocation.search import Found, WorkLimits, search
from supply.allocation.solver import SolverStatus

DEFAULT: Final = WorkLimits()


def make_plan(problem: Problem, limits: WorkLimits = DEFAULT) -> Plan:
    """Return the plan of least cost, with its proof, and else what is missing and would help.

    The same problem gets the same plan, whatever the order of its offers, unless the plan says
    that it was stopped by time.
    """
    return _plan(problem, limits, is_repair=False)


def repair(problem: Problem, limits: WorkLimits = DEFAULT) -> Plan:
    """Return a plan around what members have accepted (`problem.kept`), which stays unchanged.

    It misses the fewest pieces, then asks the fewest new members, then costs the least, each as far
    as the one before leaves it; the allocations are those of the members to ask.
    """
    return _plan(problem, limits, is_repair=True)


def _plan(problem: Problem, limits: WorkLimits, *, is_repair: bool) -> Plan:
    plan = _solved(problem, limits, is_repair=is_repair)
    # What follows the search (ties, prices, what would help) may have been cut short as well.
    return replace(plan, stopped=Stopped.TIME) if limits.seconds_left() <= 0 else plan


def _solved(problem: Problem, limits: WorkLimits, *, is_repair: bool) -> Plan:
    instance = instance_of(problem, usable_offers(problem))
    if has_impossible_lock(problem):
        return _without_plan(problem, instance, Feasibility(None, has_no_members=True), limits)
    start = feasibility(instance, limits)
    if start.plan is not None:
        return _with_plan(problem, instance, start.plan, limits, is_repair=is_repair)
    if start.nearest is None:
        return _without_plan(problem, instance, start, limits)
    missing = start.nearest.missing
    part = instance.with_fewer(fewest_missing(instance, missing, limits))
    first = feasibility(part, limits).plan
    # The time is spent on what would help: with pieces missing, prices and an earlier end do not
    # matter.
    least = replace(limits, price_checks=0, asks_earlier=False)
    plan = _with_plan(problem, part, first, least, is_repair=is_repair)
    is_proven = start.proven_missing > 0
    return replace(
        plan,
        status=Status.INFEASIBLE if is_proven else Status.UNKNOWN,
        shortfall=missing,
        shortfalls=_shortfalls(problem, plan.allocations),
        remedies=remedies(problem, limits),
        stopped=_stopped(start.stopped) or plan.stopped,
        helps=helps(problem, frozenset(row.id for row in plan.allocations), missing, limits),
    )


def _with_plan(
    problem: Problem,
    instance: Instance,
    first: WholePlan | None,
    limits: WorkLimits,
    *,
    is_repair: bool,
) -> Plan:
    stopped = None
    if is_repair and first is not None:
        fewest = search(instance.for_members(), limits, _recounted(first))
        stopped = fewest.stopped
        if fewest.plan is not None:
            instance = replace(instance, member_cap=min(instance.member_cap, fewest.plan.cost))
            first = _recosted(instance, fewest.plan)
    found = search(instance, limits, first)
    found = replace(found, stopped=stopped or found.stopped)
    if found.plan is None:
        return Plan(Status.UNKNOWN, stopped=_stopped(found.stopped) or Stopped.WORK)
    places, asked = priorities(problem, instance), asked_already(problem, instance)
    plan = settle_ties(instance, found.plan, places, asked, limits)
    return _answer(problem, instance, found, plan, limits)


def _recounted(plan: WholePlan) -> WholePlan:
    return replace(plan, cost=int(plan.members.sum()))


def _recosted(instance: Instance, plan: WholePlan) -> WholePlan:
    total = plan.pieces.sum(axis=1).tolist()
    cost = sum(a * b for a, b in zip(instance.price.tolist(), total, strict=True))
    cost += sum(instance.onboarding[plan.members].tolist())
    cost += sum(instance.hub_cost[np.unique(instance.hub[plan.members])].tolist())
    return replace(plan, cost=cost)


def _answer(
    problem: Problem, instance: Instance, found: Found, plan: WholePlan, limits: WorkLimits
) -> Plan:
    bound = max(0, min(found.bound, plan.cost))
    rows = _allocations(problem, instance, plan)
    return Plan(
        status=Status.OPTIMAL if bound == plan.cost else Status.FEASIBLE,
        allocations=rows,
        total_cost=plan.cost,
        lower_bound=bound,
        shortfalls=(),
        earlier=earlier(problem, rows, limits) if limits.asks_earlier else None,
        # Last of all: there may be many of them.
        reasons=with_entry_prices(instance, reasons(problem, instance, plan, found), bound, limits),
        stopped=_stopped(found.stopped),
    )


def _without_plan(
    problem: Problem, instance: Instance, start: Feasibility, limits: WorkLimits
) -> Plan:
    """Answer where no choice of members keeps cap, floors and locks, or none was found."""
    return Plan(
        status=Status.INFEASIBLE if start.has_no_members else Status.UNKNOWN,
        shortfall=max((pieces for _, pieces in problem.demands()), default=0),
        shortfalls=_shortfalls(problem, ()),
        remedies=remedies(problem, limits),
        reasons=reasons(problem, instance, None, None),
        stopped=_stopped(start.stopped),
    )


def _allocations(problem: Problem, instance: Instance, plan: WholePlan) -> tuple[Allocation, ...]:
    """Lay the pieces of each period out over its weeks, the earliest first."""
    offers = {offer.id: offer for offer in problem.offers}
    rows = []
    for index in np.flatnonzero(plan.members).tolist():
        capacity = offers[instance.ids[index]].weekly_capacity
        weekly = [0] * problem.weeks
        start = 0
        for end, pieces in zip(instance.ends, plan.pieces[index].tolist(), strict=True):
            left = pieces
            for week in range(start, end):
                weekly[week] = min(left, capacity[week])
                left -= weekly[week]
            start = end
        rows.append(Allocation(instance.ids[index], tuple(weekly)))
    return tuple(rows)


def _shortfalls(problem: Problem, rows: tuple[Allocation, ...]) -> tuple[Shortfall, ...]:
    out = []
    for week, pieces in problem.demands():
        made = sum(sum(row.weekly[:week]) for row in rows)
        if made < pieces:
            out.append(Shortfall(week, pieces - made))
    return tuple(out)


def _stopped(outcome: SolverStatus | None) -> Stopped | None:
    return None if outcome is None else Stopped(outcome.value)

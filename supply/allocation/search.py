"""Find a plan of least cost and prove how near to the least it is.

Prices on what is shared give a bound and name the *core*: the offers about which the bound decides
little. Branch and bound chooses among the core. What is outside is then proven by the bound in
whole numbers: an offer without which, or with which, no plan can cost less than the one in hand is
settled. What is neither settled nor in the core is added, or weakens the bound.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from supply.allocation.instance import Flags, Instance
from supply.allocation.lagrangian import forced_in, forced_out, prove
from supply.allocation.milp import Choice, choose_members
from supply.allocation.pieces import WholePlan, whole_plan
from supply.allocation.prices import BestPrices, best_prices
from supply.allocation.solver import SolverStatus

# HiGHS proves with numbers of about sixteen digits: this much is taken off its bound.
_SLACK: Final = 1e-10
# With tight hubs the bound settles little: how near to the best a first plan need be.
_ROUGH: Final = 1e-3
_STOPS: Final = (SolverStatus.STOPPED_WORK, SolverStatus.STOPPED_TIME)


@dataclass(frozen=True)
class WorkLimits:
    """How much may be tried: counts, so that the same question gets the same answer.

    Up to `exact` offers are searched until the plan is the best; among more, until it is proven
    to cost at most the part `gap` above the least. `seconds_left` is only a guard for a machine
    that is slower than any that was measured.
    """

    exact: int = 300

    core: int = 100
    largest_core: int = 2_400
    rounds: int = 200
    nodes: int = 2_000
    gap: float = 5e-5
    # Offers left out for which the price to be in is solved again; among up to `exact` offers.
    price_checks: int = 0
    # Whether a plan is asked if it could end a week earlier.
    asks_earlier: bool = False
    seconds_left: Callable[[], float] = field(default=lambda: 1e6)


@dataclass(frozen=True)
class Found:
    """The best plan, or None; the bound of all plans, in rupiah; why the search ended early.

    `is_infeasible`: no plan exists, and that is proven. The prices of `best` are in `unit` rupiah.
    """

    plan: WholePlan | None
    bound: int
    stopped: SolverStatus | None
    is_infeasible: bool = False
    best: BestPrices | None = None
    unit: int = 1


def search(instance: Instance, limits: WorkLimits, first: WholePlan | None = None) -> Found:
    """Return the best plan that the limits allow to find; `first` is one to fall back on."""
    if instance.size == 0:
        plan = whole_plan(instance, np.zeros(0, dtype=np.bool_))
        return Found(plan, plan.cost if plan else 0, None, is_infeasible=plan is None)
    unit = instance.cost_unit
    if unit == 1:
        return _search(instance, limits, first)
    # Every cost is a multiple of the unit: a bound between two multiples is as good as the next.
    in_units = None if first is None else replace(first, cost=first.cost // unit)
    found = _search(instance.in_cost_units(), limits, in_units)
    plan = None if found.plan is None else replace(found.plan, cost=found.plan.cost * unit)
    return replace(found, plan=plan, bound=found.bound * unit, unit=unit)


def _search(instance: Instance, limits: WorkLimits, first: WholePlan | None) -> Found:
    best = best_prices(instance, rounds=limits.rounds)
    return _Search(instance, limits, best, first).run()


class _Search:
    def __init__(
        self, instance: Instance, limits: WorkLimits, best: BestPrices, first: WholePlan | None
    ) -> None:
        self.instance, self.limits, self.best, self.plan = instance, limits, best, first
        self.gap = 0.0 if instance.size <= limits.exact else limits.gap
        self.proof = prove(instance, best.prices)
        self.bound = self.proof.rupiah
        self.used = best.judgement.used & best.judgement.hub_open[instance.hub]
        inward = forced_in(instance, best.judgement) - best.judgement.value
        outward = forced_out(instance, best.judgement) - best.judgement.value
        # How far the bound is from changing its mind on each offer.
        self.certainty = np.where(self.used, outward, inward)
        # The plan in hand widens the core only where the core alone holds none.
        self.widens = False

    def run(self) -> Found:
        size = self.instance.size
        core = size if size <= self.limits.exact else min(self.limits.core, size)
        core = self._look_ahead(core)
        while True:
            settled, candidates = self._parts(core)
            choice = self._choose(settled, candidates, self.gap)
            stopped = choice.outcome if choice.outcome in _STOPS else None
            is_whole = not (self._open() & ~candidates).any()
            if choice.outcome is SolverStatus.INFEASIBLE and core >= self.instance.size:
                return self._found(None, is_infeasible=True)
            if choice.members is not None:
                self._take(choice.members)
            self.bound = max(self.bound, self._proven(choice.bound, settled, candidates))
            if self._is_done() or stopped is SolverStatus.STOPPED_TIME or (stopped and is_whole):
                return self._found(stopped)
            if is_whole and choice.members is not None:
                return self._found(None)
            if core >= min(self.limits.largest_core, self.instance.size):
                return self._found(stopped or SolverStatus.STOPPED_WORK)
            self.widens = choice.members is None
            core = self._wider(core)

    def _look_ahead(self, core: int) -> int:
        """Return a core that need not grow: a rough plan of the first tells what stays open.

        The first is proven only where it may suffice: where a cost half-way to its own bound, which
        no plan of it undercuts, leaves no offer open outside.
        """
        if self.instance.hub_limit is None or core >= self.instance.size or self.gap == 0.0:
            return core
        settled, candidates = self._parts(core)
        choice = self._choose(settled, candidates, _ROUGH)
        if choice.members is None:
            return core
        self._take(choice.members)
        if self.plan is None:
            return core
        likely = (self.plan.cost + _rounded_up(choice.bound)) // 2
        if not (self._open(likely) & ~candidates).any():
            return core
        return min(max(core, int(self._open().sum())), self.limits.largest_core)

    def _wider(self, core: int) -> int:
        return min(max(2 * core, int(self._open().sum())), self.limits.largest_core)

    def _choose(self, settled: Flags, candidates: Flags, gap: float) -> Choice:
        start = None
        if self.plan is not None:
            members = self.plan.members
            if (settled <= members).all() and (members <= (settled | candidates)).all():
                start = (members, self.plan.pieces)
        return choose_members(
            self.instance,
            settled=settled,
            candidates=candidates,
            nodes=self.limits.nodes,
            seconds=self.limits.seconds_left(),
            gap=gap,
            start=start,
        )

    def _found(self, stopped: SolverStatus | None, *, is_infeasible: bool = False) -> Found:
        bound = self.bound
        if self.plan is not None and bound >= self.plan.cost:
            bound, stopped = self.plan.cost, None
        return Found(self.plan, bound, stopped, is_infeasible, self.best)

    def _parts(self, core: int) -> tuple[Flags, Flags]:
        """Return who is settled as a member, and who is a candidate."""
        size = self.instance.size
        if core >= size:
            return np.zeros(size, np.bool_), np.ones(size, np.bool_)
        order = np.lexsort((np.arange(size), self.certainty))
        candidates = np.zeros(size, dtype=np.bool_)
        candidates[order[:core]] = True
        candidates |= self.instance.locked
        if self.widens and self.plan is not None:
            candidates |= self.plan.members != self.used
        return self.used & ~candidates, candidates

    def _open(self, cost: int | None = None) -> Flags:
        """Return the offers on which the bound settles nothing against the plan in hand.

        `cost` replaces its cost.
        """
        if self.plan is None:
            return np.ones(self.instance.size, dtype=np.bool_)
        cost = self.plan.cost if cost is None else cost
        near = max(1, int(cost * self.gap / 2))
        least = (cost - near) * self.proof.scale
        into = np.array([value <= least for value in self.proof.forced_in])
        out = np.array([value is not None and value <= least for value in self.proof.forced_out])
        return np.where(self.used, out, into)

    def _proven(self, of_core: float, settled: Flags, candidates: Flags) -> int:
        """Return what is proven for all plans: by the core, or by what is outside of it."""
        if self.plan is None:
            return self.proof.rupiah
        outside = self.plan.cost
        for index in np.flatnonzero(~candidates).tolist():
            rows = self.proof.forced_out if settled[index] else self.proof.forced_in
            value = rows[index]
            if value is not None:
                outside = min(outside, -(-value // self.proof.scale))
        return min(self.plan.cost, _rounded_up(of_core), outside)

    def _take(self, members: Flags) -> None:
        plan = whole_plan(self.instance, members)
        if plan is not None and (self.plan is None or plan.cost < self.plan.cost):
            self.plan = plan

    def _is_done(self) -> bool:
        if self.plan is None:
            return False
        return self.plan.cost - self.bound <= self.gap * self.plan.cost


def _rounded_up(bound: float) -> int:
    """Return a float bound of whole costs in whole rupiah, with the solver's error taken off."""
    if not np.isfinite(bound):
        return 0 if bound < 0 else 2**62
    return int(np.ceil(bound - _SLACK * abs(bound) - 1e-3))

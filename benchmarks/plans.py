"""Plans of export orders against HiGHS over the whole model, as stated and reduced, and greedy."""

import resource
import time
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from benchmarks.plans_full import PATIENCE, solve_whole
from benchmarks.rounds import Figures, Line, timed
from supply.allocation.engine import make_plan
from supply.allocation.instance import Instance, instance_of, usable_offers
from supply.allocation.milp import choose_members
from supply.allocation.pieces import whole_plan
from supply.allocation.plan import Plan
from supply.allocation.problem import Delivery, Hub, Offer, Problem
from supply.allocation.process import plan_in_subprocess

_WEEKS: Final = 8
# The gap that the planner accepts among many offers.
_GAP: Final = 5e-5
# Offers and members: the usual order, a very large one, and one with few places.
_STATED: Final = ((1_000, 50), (10_000, 500))
# HiGHS takes minutes for it, so it runs only in the first round.
_STATED_ONCE: Final = (100_000, 5_000)
# How much more hubs can take in a week than is needed, in percent.
_SLACKS: Final = (5, 30, 100)
_SIZES: Final = ((1_000, 50), (10_000, 500), (10_000, 20), (100_000, 5_000), (100_000, 40))


class Plans:
    """One order over many offers: own prices, 12 hubs, 4 deliveries, minimum lots, a member cap."""

    name = "plans"
    lines: Sequence[Line] = (
        Line("plan of 10,000 offers / HiGHS over the order as stated", "of_full", at_most=0.05),
        Line("plan of 1,000 offers / HiGHS over the order as stated", "of_full_1000"),
        Line("plan of 10,000 offers / HiGHS over our reduced model", "of_reduced"),
        Line("proven gap of 10,000 offers, in parts of 10,000", "gap", at_most=1, unit=""),
        Line("proven gap at one price for all, in parts of 1,000", "gap_equal", at_most=1, unit=""),
        Line("seconds for 10,000 offers", "s_10000", at_most=1, unit=" s"),
        Line("seconds for 100,000 offers, in its own process", "s_100000", at_most=15, unit=" s"),
        Line("memory of that process", "megabytes", at_most=1_024, unit=" MB"),
        Line("cost of a greedy choice / cost of the plan", "greedy", at_least=1),
    )

    def prepare(self) -> None:
        self.problems = {size: order_over(*size) for size in _SIZES}
        self.equal = order_over(10_000, 500, is_equal=True)
        self.tight = {slack: with_hub_limits(order_over(1_000, 50), slack) for slack in _SLACKS}
        self.told: list[str] = []
        usual = self.problems[10_000, 500]
        self.instance = instance_of(usual, usable_offers(usual))
        self.full_s: dict[tuple[int, int], float] = {}
        self.reduced_s = 0.0
        self.greedy = {
            size: _greedy(instance_of(problem, usable_offers(problem)))
            for size, problem in self.problems.items()
        }

    def round(self, number: int) -> Figures:
        plans: dict[tuple[int, int], tuple[Plan, float]] = {}
        for size, problem in self.problems.items():
            if size[0] <= 10_000:
                started = time.perf_counter()
                plans[size] = make_plan(problem), time.perf_counter() - started
            if size in _STATED or (size == _STATED_ONCE and size not in self.full_s):
                self.full_s[size] = timed(partial(solve_whole, problem, gap=_GAP))
        self.reduced_s = timed(partial(_reduced_highs, self.instance))
        with TemporaryDirectory() as folder:
            for size in _SIZES[3:]:
                started = time.perf_counter()
                plan = plan_in_subprocess(self.problems[size], folder=Path(folder), seconds=120)
                plans[size] = plan, time.perf_counter() - started
        equal = make_plan(self.equal)
        hubs_s = {slack: timed(partial(make_plan, row)) for slack, row in self.tight.items()}
        self.told = [
            f"{offers:,} offers, at most {members:,} members: {taken:.2f} s, "
            f"gap {plan.gap * 100:.5f} %, {plan.status}; "
            + _beside(self.greedy[offers, members], plan.total_cost)
            for (offers, members), (plan, taken) in plans.items()
        ] + [
            f"1,000 offers, hubs that take {slack} % more in a week than is needed: {taken:.2f} s"
            for slack, taken in hubs_s.items()
        ]
        usual, usual_s = plans[10_000, 500]
        greedy = self.greedy[10_000, 500]
        return {
            "of_full": usual_s / self.full_s[10_000, 500],
            "of_full_1000": plans[1_000, 50][1] / self.full_s[1_000, 50],
            "of_reduced": usual_s / self.reduced_s,
            "gap": float(usual.gap) * 10_000,
            "gap_equal": float(equal.gap) * 1_000,
            "s_10000": usual_s,
            "s_100000": plans[100_000, 5_000][1],
            "megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
            "greedy": greedy / usual.total_cost if greedy else 1.0,
        }

    def notes(self) -> list[str]:
        stated = [
            f"HiGHS over {offers:,} offers in every week as stated, one thread, to the same gap: "
            + (f"{taken:.1f} s" if taken < PATIENCE else f"stopped after {PATIENCE:.0f} s")
            for (offers, _members), taken in self.full_s.items()
        ]
        reduced = (
            "HiGHS over 10,000 offers between deliveries instead of in weeks, which is our own "
            f"reduction: {self.reduced_s:.1f} s"
        )
        return [*stated, reduced, *self.told]


def order_over(offers: int, members: int, *, is_equal: bool = False) -> Problem:
    """Return an order of half of what the largest members can make; always the same one."""
    random = Random(f"{offers} {members} {is_equal}")
    rows = tuple(_offer(random, index, is_equal=is_equal) for index in range(offers))
    largest = sorted((sum(row.weekly_capacity) for row in rows if row.grade >= 2), reverse=True)
    quantity = sum(largest[:members]) // 2
    parts = ((4, 0.15), (5, 0.35), (6, 0.55), (_WEEKS, 1.0))
    return Problem(
        quantity=quantity,
        weeks=_WEEKS,
        offers=rows,
        hubs=tuple(Hub(f"h{hub:02d}", random.randrange(1, 6) * 2_000_000) for hub in range(12)),
        buffer=Decimal("0.05"),
        max_members=members,
        min_grade=2,
        deliveries=tuple(Delivery(week, int(quantity * part)) for week, part in parts),
        lot_seed="benchmark",
    )


def with_hub_limits(problem: Problem, slack: int) -> Problem:
    """Return the order with hubs that take `slack` percent more in a week than is needed."""
    need = problem.target / (problem.weeks - 2) / len(problem.hubs)
    most = int(need * (100 + slack) / 100)
    hubs = tuple(replace(hub, weekly_capacity=most) for hub in problem.hubs)
    return replace(problem, hubs=hubs)


def _offer(random: Random, index: int, *, is_equal: bool) -> Offer:
    """Draw a workshop: small ones cost more, and none makes pieces in the first two weeks."""
    usual = random.lognormvariate(3.4, 0.8)
    weeks = [int(usual * random.uniform(0.6, 1.2)) for _ in range(_WEEKS - 2)]
    price = 100_000
    if not is_equal:
        price = int(90_000 * random.uniform(0.85, 1.15) * (1.15 if usual < 30 else 1)) // 100 * 100
    return Offer(
        id=f"m{index:06d}",
        weekly_capacity=(0, 0, *weeks),
        unit_price=price,
        min_lot=random.choice([0, 0, 20, 50, 80]),
        onboarding_cost=150_000 if is_equal else random.choice([0, 150_000, 300_000]),
        grade=random.randint(1, 5),
        hub=f"h{random.randrange(12):02d}",
    )


def _reduced_highs(instance: Instance) -> None:
    """Solve the planner's model with every offer a candidate, to the gap that it accepts."""
    everybody = np.ones(instance.size, dtype=np.bool_)
    choose_members(
        instance,
        settled=~everybody,
        candidates=everybody,
        nodes=None,
        seconds=PATIENCE,
        gap=_GAP,
    )


def _beside(greedy: int | None, cost: int) -> str:
    if greedy is None:
        return "a greedy choice finds no plan"
    return f"a greedy choice costs {(greedy / cost - 1) * 100:.2f} % more"


def _greedy(instance: Instance) -> int | None:
    """Return the least cost of a greedy choice: the cheapest by the piece, above twenty sizes."""
    unit = instance.price + instance.onboarding / np.maximum(instance.limit, 1)
    order = np.argsort(unit, kind="stable")
    costs = []
    for size in np.quantile(instance.limit, np.arange(0, 1, 0.05)):
        members = np.zeros(instance.size, dtype=np.bool_)
        members[order[instance.limit[order] >= size][: instance.member_cap]] = True
        plan = whole_plan(instance, members)
        if plan is not None:
            costs.append(plan.cost)
    return min(costs, default=None)

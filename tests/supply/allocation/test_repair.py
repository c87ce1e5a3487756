"""A repair against full HiGHS: what was accepted is kept, then pieces, members, cost."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from supply.allocation.engine import make_plan, repair
from supply.allocation.plan import Plan, Status
from supply.allocation.problem import Kept, Problem
from supply.allocation.reading import read_problem
from tests.supply.allocation.checker import demands_of
from tests.supply.allocation.full_highs import FullModel
from tests.supply.allocation.instances import draw

_SHAPES = ("own_prices", "one_price", "floors", "hub_limits", "shares_and_lots", "too_much")


@pytest.mark.whole
@pytest.mark.parametrize("shape", _SHAPES)
def test_repair_misses_the_fewest_then_asks_the_fewest_then_costs_the_least(shape: str) -> None:
    for number in range(3):
        data, problem = after_answers(shape, number)
        plan = repair(problem)
        left = remaining(data, problem)
        demands = fewest_missing(left, demands_left(data, problem))
        assert told(data, problem, plan) == demands, number
        if demands is None or plan.status is Status.UNKNOWN:
            continue
        members = FullModel(left, allow_missing=False, demands=demands, counts_members=True)
        assert len(plan.allocations) == members.least(), number
        left["max_members"] = len(plan.allocations)
        assert plan.total_cost == FullModel(left, allow_missing=False, demands=demands).least()


def after_answers(shape: str, number: int) -> tuple[dict[str, Any], Problem]:
    """Return an order of which two thirds of the members of the first plan have accepted."""
    random = Random(f"{shape} {number}")
    data = draw(shape, 300 + number)
    data["offers"] = data["offers"][:15]
    problem = read_problem(data)
    plan = make_plan(problem)
    offers = {row.id: row for row in problem.offers}
    accepted = [row for row in plan.allocations if random.random() < 0.66]
    asked = {row.id for row in plan.allocations}
    kept = tuple(
        Kept(row.id, row.weekly, offers[row.id].hub, offers[row.id].groups) for row in accepted
    )
    # Sometimes nobody else offered: then pieces are missing.
    others = [row for row in problem.offers if row.id not in asked]
    others = others[: len(others) // (1 + number % 3)]
    return data, replace(problem, offers=tuple(others), kept=kept)


def remaining(data: dict[str, Any], problem: Problem) -> dict[str, Any]:
    """Return as a problem of its own what is left to others, without its demands."""
    names = {row.id for row in problem.offers}
    kept, weeks = problem.kept, data["weeks"]
    left = {**data, "offers": [row for row in data["offers"] if row["id"] in names]}
    if data.get("max_members") is not None:
        left["max_members"] = max(0, data["max_members"] - len(kept))
    left["floors"] = [
        {**row, "members": max(0, row["members"] - sum(row["group"] in one.groups for one in kept))}
        for row in data.get("floors") or []
    ]
    left["hubs"] = [
        {
            **hub,
            "opening_cost": 0 if hub["id"] in {row.hub for row in kept} else hub["opening_cost"],
            "weekly_capacity": None
            if hub.get("weekly_capacity") is None
            else [
                max(0, hub["weekly_capacity"] - made)
                for made in weekly(kept, weeks, hub=str(hub["id"]))
            ],
        }
        for hub in data["hubs"]
    ]
    return left


def weekly(kept: tuple[Kept, ...], weeks: int, *, hub: str | None = None) -> list[int]:
    rows = [row.weekly for row in kept if hub in (None, row.hub)]
    return [sum(row[week] for row in rows) for week in range(weeks)]


def demands_left(data: dict[str, Any], problem: Problem) -> dict[int, int]:
    made = weekly(problem.kept, data["weeks"])
    return {
        week: max(0, pieces - sum(made[:week])) for week, pieces in sorted(demands_of(data).items())
    }


def fewest_missing(left: dict[str, Any], demands: dict[int, int]) -> dict[int, int] | None:
    """Return the demands that can be met: the worst missed least, then from last to first."""
    worst = FullModel(left, allow_missing=True, demands=demands).least()
    if worst is None:
        return None
    met = {week: max(0, pieces - worst) for week, pieces in demands.items()}
    for week in sorted(demands, reverse=True):
        tried = {**met, week: demands[week]}
        missing = FullModel(left, allow_missing=True, demands=tried, missing_in={week}).least()
        assert missing is not None
        met[week] = max(met[week], demands[week] - missing)
    return met


def told(data: dict[str, Any], problem: Problem, plan: Plan) -> dict[int, int] | None:
    """Return the demands that the plan says it meets."""
    demands = demands_left(data, problem)
    if plan.status is Status.INFEASIBLE and not plan.allocations:
        names = {row.week: row.missing for row in plan.shortfalls}
        met = {week: pieces - names.get(week, 0) for week, pieces in demands.items()}
        left = remaining(data, problem)
        return None if FullModel(left, allow_missing=True, demands=demands).least() is None else met
    missing = {row.week: row.missing for row in plan.shortfalls}
    return {week: pieces - missing.get(week, 0) for week, pieces in demands.items()}


def test_pieces_late_for_one_delivery_are_made_for_the_next() -> None:
    data = {
        "quantity": 20,
        "weeks": 2,
        "offers": [{"id": "a", "weekly_capacity": [5, 50], "unit_price": 9}],
        "deliveries": [{"week": 1, "quantity": 10}, {"week": 2, "quantity": 20}],
    }

    for plan in (make_plan(read_problem(data)), repair(read_problem(data))):
        assert (plan.status, plan.shortfall) == (Status.INFEASIBLE, 5)
        assert [row.weekly for row in plan.allocations] == [(5, 15)]
        assert [(row.week, row.missing) for row in plan.shortfalls] == [(1, 5)]

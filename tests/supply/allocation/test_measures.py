"""Machines and trainings: how many cover how many missing pieces, solved again."""

from dataclasses import replace
from typing import Any

from supply.allocation.engine import make_plan
from supply.allocation.plan import MeasureEffect, Status
from supply.allocation.problem import Measure
from supply.allocation.reading import read_problem

_ORDER: dict[str, Any] = {
    "quantity": 130,
    "weeks": 4,
    "offers": [
        {"id": "a", "weekly_capacity": 10, "unit_price": 9},
        {"id": "b", "weekly_capacity": 10, "unit_price": 8},
        {"id": "c", "weekly_capacity": 5, "unit_price": 7, "lock": "out"},
    ],
}


def measure(**changes: Any) -> Measure:
    return replace(Measure("1", ("a", "b", "c"), 10, 2, 500, 9), **changes)


def found(*measures: Measure, **changes: Any) -> tuple[MeasureEffect, ...]:
    problem = replace(read_problem({**_ORDER, **changes}), measures=measures)
    plan = make_plan(problem)
    assert plan.status is Status.INFEASIBLE
    return plan.helps


def test_fewest_units_that_make_every_piece_and_what_the_plan_costs() -> None:
    # 50 pieces are missing; one machine adds 30 from the second week, two add 60.
    (help_,) = found(measure())
    assert help_ == MeasureEffect("1", 2, ("a", "b"), 50, 1_000, 60 * 9 + 70 * 8)


def test_what_is_covered_where_no_number_of_units_is_enough() -> None:
    late, few, small, useless = found(
        measure(from_week=5),
        measure(most=1),
        measure(pieces=5),
        measure(members=("c", "nobody")),
    )
    assert (late.units, late.covers, late.total_cost) == (0, 0, None)
    assert (few.units, few.covers, few.cost, few.total_cost) == (1, 30, 500, None)
    assert (small.units, small.covers, small.total_cost) == (2, 30, None)
    assert (useless.units, useless.covers) == (0, 0)


def test_unit_is_of_no_use_where_something_else_binds() -> None:
    (bound,) = found(measure(), max_share="0.1")
    assert (bound.units, bound.covers) == (0, 0)


def test_order_that_can_be_made_tries_none() -> None:
    problem = replace(read_problem({**_ORDER, "quantity": 20}), measures=(measure(),))
    assert make_plan(problem).helps == ()

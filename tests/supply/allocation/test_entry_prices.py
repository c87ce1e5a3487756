"""The price at which an offer that is left out would be in: solved again, and true."""

from dataclasses import replace

from supply.allocation.engine import DEFAULT, make_plan
from supply.allocation.plan import Reason, Status
from supply.allocation.problem import Problem
from supply.allocation.reading import read_problem
from tests.supply.allocation.instances import draw

_CHECKS = replace(DEFAULT, price_checks=4)


def test_at_its_solved_price_an_offer_is_in() -> None:
    solved = 0
    for shape in ("own_prices", "floors", "tiny_cap", "hub_limits"):
        data = draw(shape, 501)
        data["offers"] = data["offers"][:20]
        problem = read_problem(data)
        plan = make_plan(problem, _CHECKS)
        if plan.status is not Status.OPTIMAL:
            continue
        for reason in plan.reasons:
            if reason.is_solved:
                solved += 1
                assert is_in(problem, reason), (shape, reason)
    assert solved > 3


def is_in(problem: Problem, reason: Reason) -> bool:
    """Solve with the offer at that price, whoever comes first in line."""
    offers = tuple(
        replace(row, unit_price=reason.price or 0) if row.id == reason.id else row
        for row in problem.offers
    )
    plan = make_plan(replace(problem, offers=offers))
    return reason.id in {row.id for row in plan.allocations}


def test_price_is_as_high_as_it_may_be_and_an_estimate_unless_solved() -> None:
    offers = [
        {"id": "a", "weekly_capacity": 10, "unit_price": 100},
        {"id": "b", "weekly_capacity": 10, "unit_price": 150},
    ]
    problem = read_problem({"quantity": 10, "weeks": 1, "offers": offers})

    (estimate,) = make_plan(problem).reasons
    (solved,) = make_plan(problem, _CHECKS).reasons

    assert (solved.id, solved.price, solved.is_solved) == ("b", 99, True)
    assert not estimate.is_solved


def test_with_pieces_missing_no_price_is_solved() -> None:
    offers = [{"id": name, "weekly_capacity": 9, "unit_price": 9, "min_lot": 6} for name in "abc"]
    problem = read_problem({"quantity": 10, "weeks": 1, "max_members": 1, "offers": offers})

    plan = make_plan(problem, _CHECKS)

    assert plan.status is Status.INFEASIBLE
    assert not any(reason.is_solved for reason in plan.reasons)

"""Whether a plan could end a week earlier within the same limits: solved again."""

from dataclasses import replace
from typing import Any

from supply.allocation.earlier import earlier
from supply.allocation.engine import DEFAULT, make_plan, repair
from supply.allocation.plan import Allocation, EarlierFinish, Plan
from supply.allocation.problem import Kept
from supply.allocation.reading import read_problem

_ASKS = replace(DEFAULT, asks_earlier=True)


def asked(quantity: int, weeks: int, offers: list[dict[str, Any]], **limits: Any) -> Plan:
    data = {"quantity": quantity, "weeks": weeks, "offers": offers, **limits}
    return make_plan(read_problem(data), _ASKS)


def test_a_limit_that_binds_is_the_reason() -> None:
    # Twenty make 400 in two weeks, but only four may: 80.
    offers = [{"id": f"{n}", "weekly_capacity": 10, "unit_price": 5} for n in range(20)]
    assert asked(100, 3, offers, max_members=4).earlier == EarlierFinish(
        3, is_possible=False, missing=20
    )
    few = asked(100, 3, offers[:4])
    assert few.earlier == EarlierFinish(3, is_possible=False, missing=20)


def test_cheaper_and_later_is_said_and_so_is_a_lock() -> None:
    cheap = {"id": "a", "weekly_capacity": [5, 5], "unit_price": 1}
    dear = {"id": "b", "weekly_capacity": [5, 5], "unit_price": 9}
    late = {"id": "c", "weekly_capacity": [0, 5], "unit_price": 9, "lock": "in"}
    assert asked(10, 2, [cheap, dear]).earlier == EarlierFinish(2, is_possible=True)
    assert asked(10, 2, [cheap, dear, late]).earlier == EarlierFinish(2, is_possible=False)


def test_what_was_accepted_stays_and_nothing_is_asked_in_vain() -> None:
    offers = [{"id": "a", "weekly_capacity": 9, "unit_price": 1}]
    problem = read_problem({"quantity": 10, "weeks": 2, "offers": offers})
    kept = replace(problem, kept=(Kept("k", (0, 5)),))
    assert repair(kept, _ASKS).earlier == EarlierFinish(2, is_possible=False, is_kept=True)
    assert make_plan(problem).earlier is None
    assert earlier(problem, (Allocation("a", (0, 0)),), _ASKS) is None
    # With pieces missing no end is shown, so none is searched for.
    assert asked(100, 2, offers).earlier is None

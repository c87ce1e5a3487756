"""Where seconds run out a plan says so, keeps every rule, and calls nothing tried that was not."""

from collections.abc import Callable
from dataclasses import replace

from supply.allocation.answer import as_data
from supply.allocation.engine import DEFAULT, make_plan
from supply.allocation.measures import helps
from supply.allocation.plan import Stopped
from supply.allocation.problem import Measure
from supply.allocation.reading import read_problem
from tests.supply.allocation.checker import faults_of
from tests.supply.allocation.instances import draw


def running_out(after: int) -> Callable[[], float]:
    """Return a clock that has time left when it is asked so often, and then none."""
    asked = 0

    def left() -> float:
        nonlocal asked
        asked += 1
        return 100.0 if asked <= after else 0.0

    return left


def test_a_plan_that_ran_out_of_time_says_so_and_keeps_every_rule() -> None:
    for shape in ("own_prices", "too_much"):
        data = draw(shape, 7)
        data["offers"] = data["offers"][:6]
        problem = read_problem(data)
        whole = make_plan(problem)
        assert whole.stopped is None
        for after in (0, 2):
            limits = replace(DEFAULT, price_checks=4, seconds_left=running_out(after))
            plan = make_plan(problem, limits)
            assert plan.stopped is Stopped.TIME, (shape, after)
            assert faults_of(data, as_data(plan)) == [], (shape, after)


def test_a_machine_that_nobody_could_try_is_not_said_to_help_nothing() -> None:
    offers = [{"id": "a", "weekly_capacity": 10, "unit_price": 9}]
    problem = read_problem({"quantity": 30, "weeks": 2, "offers": offers})
    machine = Measure("1", ("a",), 10, 1, 500, 1)
    tried = replace(problem, measures=(machine,))
    (none,) = helps(tried, frozenset(), 10, replace(DEFAULT, seconds_left=lambda: 0.0))
    (found,) = helps(tried, frozenset(), 10, DEFAULT)
    assert (none.is_tried, none.units) == (False, 0)
    assert (found.is_tried, found.units, found.covers) == (True, 1, 10)

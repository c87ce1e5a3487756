"""The planner against an independent checker and against HiGHS over the whole problem."""

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from supply.allocation.answer import as_data
from supply.allocation.engine import DEFAULT, make_plan
from supply.allocation.reading import read_problem
from tests.supply.allocation.checker import faults_of
from tests.supply.allocation.full_highs import FullModel
from tests.supply.allocation.instances import SHAPES, draw

_PER_SHAPE = 20
# A core of a few offers for every other one: what a hundred thousand go through.
_SMALL_CORE = replace(DEFAULT, core=6, exact=0, gap=0.0)


@pytest.mark.parametrize("number", range(_PER_SHAPE))
@pytest.mark.parametrize("shape", SHAPES)
def test_plan_keeps_every_rule_and_costs_the_least(shape: str, number: int) -> None:
    data = draw(shape, number)

    plan = as_data(make_plan(read_problem(data), _SMALL_CORE if number % 2 else DEFAULT))

    least = FullModel(data, allow_missing=False).least()
    assert faults_of(data, plan) == []
    assert plan["stopped"] is None
    if least is None:
        assert plan["status"] == "infeasible"
        missing = FullModel(data, allow_missing=True).least()
        assert missing is None or plan["shortfall"] == missing
        assert [row["kind"] for row in plan["remedies"] if _is_in_vain(data, row)] == []
    else:
        assert (plan["status"], plan["total_cost"]) == ("optimal", least)
        assert plan["lower_bound"] == least


def _is_in_vain(data: dict[str, Any], remedy: dict[str, Any]) -> bool:
    """Tell whether the order stays impossible with this change; later weeks are tried elsewhere."""
    change = dict(remedy["change"])
    if remedy["kind"] == "weeks":
        return False
    changed = deepcopy(data)
    more = change.pop("capacity_more", None)
    changed.update(change)
    if more is not None:
        for row in changed["offers"]:
            row["weekly_capacity"] = [
                int(pieces * (1 + Decimal(more))) for pieces in row["weekly_capacity"]
            ]
    least = FullModel(changed, allow_missing=False).least()
    return least is None or least != remedy["total_cost"]

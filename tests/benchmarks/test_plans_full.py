"""The comparator of the benchmark of plans is the model that the tests hold the planner to."""

import pytest

from benchmarks.plans_full import whole_model
from supply.allocation.reading import read_problem
from supply.allocation.solver import SolverStatus
from tests.supply.allocation.full_highs import FullModel
from tests.supply.allocation.instances import draw


@pytest.mark.parametrize("number", range(3))
def test_model_of_the_benchmark_costs_what_the_model_of_the_tests_does(number: int) -> None:
    data = draw("own_prices", number)
    solved = whole_model(read_problem(data)).solve()
    least = FullModel(data, allow_missing=False).least()
    if least is None:
        assert solved.outcome is SolverStatus.INFEASIBLE
    else:
        assert round(solved.bound) == least

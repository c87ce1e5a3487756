"""The planner in a process of its own."""

from pathlib import Path

import pytest

from common.files.confined import ProcessEnded, ProcessNotStarted
from supply.allocation import process
from supply.allocation.engine import make_plan
from supply.allocation.process import PlannerBusy, PlannerEnded, plan_in_subprocess
from supply.allocation.reading import read_problem
from tests.supply.allocation.instances import draw


def test_plan_from_another_process_is_the_same_and_leaves_no_file(
    tmp_path: Path, planned_apart: None
) -> None:
    problem = read_problem(draw("own_prices", 1))

    assert plan_in_subprocess(problem, folder=tmp_path) == make_plan(problem)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("came", "means"), [(ProcessEnded, PlannerEnded), (ProcessNotStarted, PlannerBusy)]
)
def test_process_that_ends_has_ended_and_one_that_cannot_begin_is_busy(
    tmp_path: Path,
    planned_apart: None,
    monkeypatch: pytest.MonkeyPatch,
    came: type[Exception],
    means: type[Exception],
) -> None:
    def fail(module: str, arguments: object, *, seconds: float) -> None:
        raise came

    monkeypatch.setattr(process, "run_confined", fail)

    with pytest.raises(means):
        plan_in_subprocess(read_problem(draw("own_prices", 1)), folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_third_plan_at_once_is_busy(tmp_path: Path) -> None:
    with process._turn(), process._turn(), pytest.raises(PlannerBusy):
        plan_in_subprocess(read_problem(draw("own_prices", 1)), folder=tmp_path)

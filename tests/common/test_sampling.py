"""Sampling plans: the worked examples, every arrow, every boundary of a lot."""

from itertools import pairwise

import pytest

from common.sampling import AQLS, LEVELS, SamplingError, SamplingPlan, sampling_plan

SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
ENDS = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)


@pytest.mark.parametrize(
    ("lot", "level", "aql", "plan"),
    [
        (1_000, "II", "2.5", SamplingPlan("J", "J", 80, 5, 6)),
        (1_000, "II", "4.0", SamplingPlan("J", "J", 80, 7, 8)),
        (1_000, "II", "0.65", SamplingPlan("J", "J", 80, 1, 2)),
        # An arrow down takes the larger sample, an arrow up the smaller one.
        (20, "II", "4.0", SamplingPlan("C", "B", 3, 0, 1)),
        (20, "II", "6.5", SamplingPlan("C", "D", 8, 1, 2)),
        (100, "II", "1.0", SamplingPlan("F", "E", 13, 0, 1)),
        (200, "II", "1.0", SamplingPlan("G", "H", 50, 1, 2)),
        (600_000, "III", "6.5", SamplingPlan("R", "L", 200, 21, 22)),
        # Every piece is inspected where the sample is the lot or more.
        (2, "II", "0.65", SamplingPlan("A", "F", 2, 0, 1)),
        (8, "II", "2.5", SamplingPlan("A", "C", 5, 0, 1)),
        (15, "II", "0.65", SamplingPlan("B", "F", 15, 0, 1)),
        (21, "III", "0.65", SamplingPlan("D", "F", 20, 0, 1)),
    ],
)
def test_plan(lot: int, level: str, aql: str, plan: SamplingPlan) -> None:
    assert sampling_plan(lot, level, aql) == plan
    assert plan.inspects_all(lot) is (plan.sample_size == lot)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("aql", AQLS)
def test_every_lot_ends_in_a_plan_and_letters_grow_with_the_lot(level: str, aql: str) -> None:
    letters = []
    for lot in sorted({2, *ENDS, *(end + 1 for end in ENDS), 10**9}):
        plan = sampling_plan(lot, level, aql)
        assert plan.reject == plan.accept + 1
        assert plan.sample_size in {*SIZES, lot}
        assert plan.sample_size <= lot
        letters.append(plan.lot_code_letter)
    assert letters == sorted(letters)


@pytest.mark.parametrize("level", LEVELS)
def test_a_lot_changes_its_letter_only_after_an_upper_end(level: str) -> None:
    for lower, upper in pairwise(ENDS):
        first = sampling_plan(lower + 1, level, "2.5").lot_code_letter
        assert sampling_plan(upper, level, "2.5").lot_code_letter == first


@pytest.mark.parametrize(
    ("lot", "level", "aql", "code"),
    [
        (1, "II", "2.5", "lot_range"),
        (0, "II", "2.5", "lot_range"),
        (-5, "II", "2.5", "lot_range"),
        (10**9 + 1, "II", "2.5", "lot_range"),
        (100, "IV", "2.5", "level_unknown"),
        (100, "", "2.5", "level_unknown"),
        (100, "II", "3", "aql_unknown"),
    ],
)
def test_values_outside_the_tables_are_refused(lot: int, level: str, aql: str, code: str) -> None:
    with pytest.raises(SamplingError, match=code):
        sampling_plan(lot, level, aql)

"""Conditions: what can be read, and how comparisons are joined."""

from typing import Any

import pytest

from programs.policies.conditions import Comparison, comparisons_of, joined

ABOVE = {"fact": "requested_amount", "op": "above", "rule": "npwp_required_above"}
GROUP = {"fact": "borrower", "op": "is", "value": "group"}


@pytest.mark.parametrize("condition", [None, ABOVE, GROUP, {"all": [ABOVE, GROUP]}])
def test_a_condition_is_read_and_written_alike(condition: Any) -> None:
    assert joined(comparisons_of(condition)) == condition


def test_conditions_within_conditions_must_all_hold() -> None:
    assert comparisons_of({"all": [ABOVE, {"all": [GROUP]}]}) == [
        Comparison("requested_amount", "above", "npwp_required_above"),
        Comparison("borrower", "is", None, "group"),
    ]


@pytest.mark.parametrize(
    "condition",
    [
        "x",
        {},
        [],
        [1],
        {"fact": "x"},
        {"fact": "x", "op": "is"},
        {"fact": 1, "op": "is", "value": 1},
        {"fact": "x", "op": "like", "value": 1},
        {"fact": "x", "op": [], "value": 1},
        {"fact": "x", "op": "above", "value": "1"},
        {"fact": "x", "op": "above", "value": True},
        {"fact": "x", "op": "in", "value": []},
        {"fact": "x", "op": "in", "value": [1]},
        {"fact": "x", "op": "is", "value": None},
        {"fact": "x", "op": "is", "value": 1, "rule": "y"},
        {"fact": "x", "op": "is", "rule": 1},
        {"all": "x"},
        {"all": [{"fact": "x"}]},
        {"all": [], "fact": "x"},
    ],
)
def test_what_is_no_condition_is_refused(condition: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        comparisons_of(condition)

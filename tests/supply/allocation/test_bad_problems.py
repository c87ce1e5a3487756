"""What programs send and is no problem: a fault for each field, never a plan."""

from typing import Any

import pytest

from supply.allocation.engine import make_plan
from supply.allocation.plan import Status
from supply.allocation.reading import BadProblem, TooManyOffers, read_problem

_OFFER = {"id": "a", "weekly_capacity": [5, 5], "unit_price": 10}
_GOOD: dict[str, Any] = {"quantity": 8, "weeks": 2, "offers": [_OFFER]}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"quantity": -1}, ("too_small", "quantity")),
        ({"quantity": 0}, ("too_small", "quantity")),
        ({"quantity": 10**15}, ("too_large", "quantity")),
        ({"quantity": float("nan")}, ("not_whole", "quantity")),
        ({"quantity": "8"}, ("not_whole", "quantity")),
        ({"quantity": True}, ("not_whole", "quantity")),
        ({"quantity": None}, ("required", "quantity")),
        ({"weeks": 105, "offers": []}, ("too_large", "weeks")),
        ({"buffer": 0.05}, ("not_a_decimal", "buffer")),
        ({"buffer": "NaN"}, ("not_a_decimal", "buffer")),
        ({"buffer": "1E+999"}, ("not_a_decimal", "buffer")),
        ({"buffer": "-0.1"}, ("out_of_range", "buffer")),
        ({"max_share": "0"}, ("out_of_range", "max_share")),
        ({"max_members": 0}, ("too_small", "max_members")),
        ({"offers": {}}, ("not_a_list", "offers")),
        ({"offers": None}, ("required", "offers")),
        ({"offers": [7]}, ("not_an_object", "offers[0]")),
        ({"offers": [_OFFER, _OFFER]}, ("twice", "offers")),
        ({"ofers": []}, ("unknown_field", "ofers")),
        ({"line": {"a": 5}}, ("unknown_field", "line")),
        ({"kept": [{"id": "a"}]}, ("unknown_field", "kept")),
        ({"hubs": [{"id": "h"}, {"id": "h"}]}, ("twice", "hubs")),
        ({"hubs": [{"id": " "}]}, ("not_a_word", "hubs[0].id")),
        ({"hubs": [{"id": "h", "opening_cost": -1}]}, ("too_small", "hubs[0].opening_cost")),
        ({"deliveries": [{"week": 3, "quantity": 1}]}, ("after_last_week", "deliveries[0].week")),
        (
            {"deliveries": [{"week": 2, "quantity": 9}]},
            ("more_than_ordered", "deliveries[0].quantity"),
        ),
        (
            {"deliveries": [{"week": 2, "quantity": 1}, {"week": 1, "quantity": 2}]},
            ("deliveries_out_of_order", "deliveries[1]"),
        ),
        (
            {"deliveries": [{"week": 1, "quantity": 2}, {"week": 2, "quantity": 2}]},
            ("deliveries_out_of_order", "deliveries[1]"),
        ),
        ({"floors": [{"group": "w", "members": -1}]}, ("too_small", "floors[0].members")),
    ],
)
def test_fault_names_its_field(change: dict[str, Any], fault: tuple[str, str]) -> None:
    with pytest.raises(BadProblem) as refused:
        read_problem({**_GOOD, **change})

    assert [(each.code, each.field) for each in refused.value.faults] == [fault]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"weekly_capacity": [5]}, ("wrong_length", "offers[0].weekly_capacity", 2)),
        ({"weekly_capacity": [5, -5]}, ("too_small", "offers[0].weekly_capacity", 0)),
        ({"weekly_capacity": [5, None]}, ("not_whole", "offers[0].weekly_capacity", None)),
        ({"weekly_capacity": 10**15}, ("too_large", "offers[0].weekly_capacity", 10_000_000)),
        ({"weekly_capacity": None}, ("required", "offers[0].weekly_capacity", None)),
        ({"unit_price": -1}, ("too_small", "offers[0].unit_price", 0)),
        ({"unit_price": 9.5}, ("not_whole", "offers[0].unit_price", None)),
        ({"hub": "nowhere"}, ("unknown_hub", "offers[0].hub", None)),
        ({"lock": "maybe"}, ("unknown_lock", "offers[0].lock", None)),
        ({"groups": "w"}, ("not_a_list", "offers[0].groups", 50)),
        ({"colour": "red"}, ("unknown_field", "offers[0].colour", None)),
    ],
)
def test_fault_names_its_offer(change: dict[str, Any], fault: tuple[str, str, int | None]) -> None:
    with pytest.raises(BadProblem) as refused:
        read_problem({**_GOOD, "offers": [{**_OFFER, **change}]})

    (found,) = refused.value.faults
    assert (found.code, found.field, found.limit) == fault
    assert found.offer in ("a", None)


def test_faults_are_all_found_and_bounded() -> None:
    rows = [{"id": f"m{index}", "weekly_capacity": -1, "unit_price": 1} for index in range(300)]

    with pytest.raises(BadProblem) as refused:
        read_problem({**_GOOD, "quantity": -1, "offers": rows})

    assert len(refused.value.faults) == 50


def test_more_offers_than_are_planned_at_once() -> None:
    with pytest.raises(TooManyOffers):
        read_problem({**_GOOD, "offers": [_OFFER] * 10_001})


@pytest.mark.parametrize(
    ("change", "status", "reasons"),
    [
        ({}, Status.OPTIMAL, {}),
        ({"hubs": [{"id": "unused", "opening_cost": 9}]}, Status.OPTIMAL, {}),
        ({"offers": []}, Status.INFEASIBLE, {}),
        (
            {"offers": [{**_OFFER, "weekly_capacity": [0, 0]}]},
            Status.INFEASIBLE,
            {"a": "no_capacity"},
        ),
        ({"offers": [{**_OFFER, "weekly_capacity": [0, 9]}]}, Status.OPTIMAL, {}),
        ({"offers": [{**_OFFER, "min_lot": 11}]}, Status.INFEASIBLE, {"a": "lot_above_capacity"}),
        ({"min_grade": 1}, Status.INFEASIBLE, {"a": "grade"}),
        ({"max_share": "0.01"}, Status.INFEASIBLE, {"a": "lot_above_share"}),
        ({"floors": [{"group": "w", "members": 1}]}, Status.INFEASIBLE, {"a": "no_plan"}),
        ({"offers": [{**_OFFER, "lock": "out"}]}, Status.INFEASIBLE, {"a": "locked_out"}),
        (
            {"min_grade": 1, "offers": [{**_OFFER, "lock": "in"}]},
            Status.INFEASIBLE,
            {"a": "grade"},
        ),
    ],
)
def test_odd_problem_is_answered(
    change: dict[str, Any], status: Status, reasons: dict[str, str]
) -> None:
    plan = make_plan(read_problem({**_GOOD, **change}))

    assert plan.status is status
    assert {row.id: row.code for row in plan.reasons} == reasons

"""POST /api/v1/supply/plans/: who may ask, what is answered and what is refused."""

import json
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache

from accounts.enums import Role
from supply.allocation import process
from supply.allocation.process import PlannerBusy, PlannerEnded
from tests.api.client import V1, client_for, faults
from tests.factories.accounts import OfficialFactory, UserFactory

pytestmark = pytest.mark.django_db
_PLANS = f"{V1}/supply/plans/"
_ORDER: dict[str, Any] = {
    "quantity": 100,
    "weeks": 2,
    "buffer": "0.05",
    "max_members": 2,
    "min_grade": 2,
    "hubs": [{"id": "surabaya", "opening_cost": 1000}],
    "offers": [
        {"id": "a", "weekly_capacity": 30, "unit_price": 10, "grade": 3, "hub": "surabaya"},
        {"id": "b", "weekly_capacity": [30, 25], "unit_price": 11, "grade": 2, "hub": "surabaya"},
        {"id": "c", "weekly_capacity": 90, "unit_price": 5, "grade": 1, "hub": "surabaya"},
        {"id": "d", "weekly_capacity": 30, "unit_price": 99, "grade": 3, "hub": "surabaya"},
    ],
}


@pytest.fixture
def staff() -> Any:
    return client_for(OfficialFactory(role=Role.STAFF, regency=None))


def test_order_is_planned(staff: Any) -> None:
    answer = staff.post(_PLANS, _ORDER)

    assert answer.status_code == 200
    plan = answer.json()
    reasons = plan.pop("reasons")
    assert plan == {
        "status": "optimal",
        "allocations": [
            {"id": "a", "weekly": [30, 30], "quantity": 60},
            {"id": "b", "weekly": [30, 15], "quantity": 45},
        ],
        "total_cost": 2095,
        "lower_bound": 2095,
        "gap": "0",
        "shortfall": 0,
        "shortfalls": [],
        "remedies": [],
        "stopped": None,
    }
    assert [(row["id"], row["code"]) for row in reasons] == [("c", "grade"), ("d", "price")]
    assert all(row["why"] for row in reasons)


def test_order_beyond_all_members_names_each_remedy(staff: Any) -> None:
    plan = staff.post(_PLANS, {**_ORDER, "quantity": 140}).json()

    assert plan["status"] == "infeasible"
    assert plan["shortfall"] == 27
    assert plan["shortfalls"] == [{"week": 2, "missing": 27}]
    assert {row["kind"]: row["change"] for row in plan["remedies"]} == {
        "weeks": {"weeks": 3},
        "members": {"max_members": 3},
        "grade": {"min_grade": 1},
        "capacity": {"capacity_more": "0.24"},
    }


def test_faults_name_field_and_offer(staff: Any) -> None:
    offers = [{**_ORDER["offers"][0], "min_lot": -1}, {"id": "b"}, _ORDER["offers"][0]]

    answer = staff.post(_PLANS, {**_ORDER, "offers": offers, "quantity": 10**15})

    assert answer.status_code == 400
    assert faults(answer) == [
        ("too_large", "quantity"),
        ("too_small", "offers[0].min_lot"),
        ("required", "offers[1].weekly_capacity"),
    ]
    assert answer.json()["errors"][1]["message"].startswith("Penawaran a: ")


def test_what_is_no_number_is_named_by_field_and_offer(staff: Any) -> None:
    first = {**_ORDER["offers"][0], "unit_price": float("nan"), "id": "a", "hub": "h"}
    second = {**first, "unit_price": 1, "id": "b", "weekly_capacity": [float("inf"), 1]}
    hubs = [{"id": "h"}, {"id": "i", "opening_cost": float("-inf")}]
    odd = {"quantity": float("nan"), "buffer": float("nan"), "hubs": hubs}

    answer = staff.post(
        _PLANS,
        json.dumps({**_ORDER, **odd, "offers": [first, second]}),
        content_type="application/json",
    )

    assert answer.status_code == 400
    said = {row["field"]: row["message"] for row in answer.json()["errors"]}
    assert {"quantity", "buffer", "offers[0].unit_price", "hubs[1].opening_cost"} <= set(said)
    assert said["offers[0].unit_price"].startswith("Penawaran a: ")
    assert said["offers[1].weekly_capacity"].startswith("Penawaran b: ")
    twice = staff.post(_PLANS, {**_ORDER, "hubs": [{"id": "h"}, {"id": "h"}]})
    assert twice.json()["errors"][0]["message"].startswith("Titik kumpul h: ")


# Every body in each run: no other test covers these two limits over HTTP.
@pytest.mark.whole
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (json.dumps({**_ORDER, "offers": _ORDER["offers"][:1] * 10_001}), 413, "too_many_offers"),
        (" " * (4 * 1024 * 1024) + "{}", 413, "too_large"),
        ('{"quantity": NaM}', 400, "parse_error"),
        ("[]", 400, "parse_error"),
        (b"\xff\xfe", 400, "parse_error"),
    ],
)
def test_body_that_is_none_is_refused(staff: Any, body: Any, status: int, code: str) -> None:
    answer = staff.post(_PLANS, body, content_type="application/json")

    assert answer.status_code == status
    assert faults(answer)[0][0] == code


def test_one_plan_at_a_time(staff: Any) -> None:
    user = OfficialFactory(role=Role.STAFF, regency=None)
    cache.set(f"supply-plan:{user.pk}", 1)

    waiting, other = client_for(user).post(_PLANS, _ORDER), staff.post(_PLANS, _ORDER)

    assert (waiting.status_code, faults(waiting)) == (429, [("plan_running", None)])
    assert waiting.headers["Retry-After"] == "20"
    assert other.status_code == 200
    assert staff.post(_PLANS, _ORDER).status_code == 200


def test_busy_planner_says_so_and_gives_the_turn_back(staff: Any) -> None:
    with mock.patch.object(process, "_run", side_effect=PlannerBusy):
        busy = staff.post(_PLANS, _ORDER)

    assert (busy.status_code, faults(busy)) == (503, [("planner_busy", None)])
    with mock.patch.object(process, "_run", side_effect=PlannerEnded):
        ended = staff.post(_PLANS, _ORDER)
    assert (ended.status_code, faults(ended)) == (503, [("planner_ended", None)])
    assert staff.post(_PLANS, _ORDER).status_code == 200


@pytest.mark.parametrize(
    ("person", "status"), [(None, 401), ("owner", 403), (Role.VERIFIER, 403), (Role.ADMIN, 403)]
)
def test_others_do_not_plan(person: Any, status: int) -> None:
    match person:
        case None:
            user = None
        case "owner":
            user = UserFactory()
        case _:
            user = OfficialFactory(role=person)

    assert client_for(user).post(_PLANS, _ORDER).status_code == status

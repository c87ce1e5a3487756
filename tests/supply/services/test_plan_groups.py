"""Floors by groups of members, and who is asked already: what a plan of an order is given."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common.errors import InvalidInput
from reference.models import Regency
from supply.models import Invitation, Order
from supply.selectors.member_groups import group_choices
from supply.selectors.plan_problem import pose
from supply.services.plan_runs import Choices, ask_plan
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    offered,
    planned,
)

pytestmark = pytest.mark.django_db


def three_offers(prices: tuple[int, ...]) -> tuple[User, Order, list[Invitation]]:
    """Return an order of 105 pieces and offers of 80 at these prices in thousands."""
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    members = [a_member(exporter) for _ in prices]
    rows = invited(head, order, *[product for _owner, product in members])
    for (owner, _product), row, price in zip(members, rows, prices, strict=True):
        offered(owner, row, price=price * 1000)
    return head, order, rows


def used(head: User, order: Order, **choices: Any) -> set[int]:
    plan = planned(head, order, **choices)
    assert plan.result is not None
    return {int(row["id"]) for row in plan.result["allocations"]}


def test_floor_of_a_regency_brings_its_members_in() -> None:
    head, order, rows = three_offers((300, 310, 900))
    dear = rows[2].product.enterprise
    dear.regency = Regency.objects.exclude(pk=dear.regency_id).order_by("pk")[0]
    dear.owner_capital = 2_000_000_000
    dear.save()
    codes = dict(group_choices(order))
    assert {"new", "micro", f"regency-{dear.regency_id}"} <= codes.keys()
    assert codes[f"regency-{dear.regency_id}"] == f"{dear.regency.name} (1)"
    assert codes["micro"].endswith("(2)")
    assert used(head, order) == {rows[0].pk, rows[1].pk}
    assert rows[2].pk in used(head, order, floors={f"regency-{dear.regency_id}": 1})
    for bad in ({"perempuan": 1}, {"new": 0}, {"new": 1, "micro": 1, "a": 1, "b": 1}):
        with pytest.raises(InvalidInput):
            ask_plan(head, order.uid, Choices(floors=bad))


def test_groups_take_the_same_queries_for_one_and_three_offers() -> None:
    def queries(order: Order) -> int:
        with CaptureQueriesContext(connection) as found:
            group_choices(order)
        return len(found)

    assert queries(three_offers((300,))[1]) == queries(three_offers((300, 310, 320))[1])


def test_plan_made_again_keeps_its_members_at_equal_cost() -> None:
    head, order, rows = three_offers((300, 300))
    first = used(head, order)
    assert first == {rows[0].pk, rows[1].pk}
    # Six more of the same price and place: whoever the lot favours, who was asked stays.
    more = [a_member(order.exporter) for _ in range(6)]
    for (owner, _product), row in zip(
        more, invited(head, order, *[product for _owner, product in more]), strict=True
    ):
        offered(owner, row, price=300_000)
    assert used(head, order) == first
    asked = ask_plan(head, order.uid, Choices(locked_in=[rows[0].pk]))
    assert {int(key) for key, row in pose(asked).problem.line.items() if row.is_asked} == first


def test_who_was_only_put_in_by_the_exporter_is_not_asked_already() -> None:
    head, order, rows = three_offers((300, 300, 300))
    planned(head, order, locked_in=[rows[2].pk])
    asked = ask_plan(head, order.uid, Choices())
    line = pose(asked).problem.line
    assert not line[str(rows[2].pk)].is_asked

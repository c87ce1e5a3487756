"""Floors by groups of members, and who is asked already: what a plan of an order is given."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common.errors import InvalidInput
from reference.models import Regency
from supply.models import Invitation, Order, PlanRun
from supply.selectors.plans.member_groups import group_choices
from supply.selectors.plans.problem import build_problem
from supply.services.letters.answers import accept, decline_letter
from supply.services.plans.runs import Choices, ask_plan
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    letters_sent,
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


def test_only_a_letter_of_the_order_gives_a_place_in_line() -> None:
    head, order, rows = three_offers((300, 310, 900))
    owners = {
        row.pk: User.objects.get(pk=row.answered_by_id or 0) for row in order.invitations.all()
    }
    assert used(head, order, locked_in=[rows[2].pk]) >= {rows[2].pk}
    # A member of a plan that the exporter tried comes no earlier in the next.
    assert asked_in(order.plans.get()) == set()
    letters = letters_sent(head, order, planned(head, order))
    plan = order.plans.first()
    assert plan is not None
    assert asked_in(plan) == {each.invitation_id for each in letters.values()}
    first, second = letters.values()
    accept(owners[first.invitation_id], first.uid)
    decline_letter(owners[second.invitation_id], second.uid)
    assert asked_in(plan) == {first.invitation_id}


def asked_in(plan: PlanRun) -> set[int]:
    return {int(key) for key, row in build_problem(plan).problem.line.items() if row.is_asked}


def test_groups_read_no_more_of_enterprises_than_tells_them() -> None:
    _head, order, _rows = three_offers((300,))
    with CaptureQueriesContext(connection) as found:
        group_choices(order)
    assert len(found) == 3
    assert not any('"enterprises_enterprise"."name"' in row["sql"] for row in found)

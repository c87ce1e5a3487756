"""“Pasti ikut” is kept or refused, never passed over in silence."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from common.dates import clock
from common.errors import InvalidInput
from supply.enums import PlanState
from supply.models import Invitation, Order
from supply.selectors.orders.access import plan_for
from supply.services.letters.answers import accept, decline_letter
from supply.services.members.offering import decline
from supply.services.plans.runs import Choices, ask_plan, work_next
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


def four_offers() -> tuple[User, Order, list[tuple[User, Invitation]]]:
    """Return an order of 105 pieces and offers of 80 of four members, the cheapest first."""
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    members = [a_member(exporter) for _ in range(4)]
    rows = invited(head, order, *[product for _owner, product in members])
    for place, ((owner, _product), row) in enumerate(zip(members, rows, strict=True)):
        offered(owner, row, price=300_000 + place * 10_000)
    return head, order, list(zip([owner for owner, _product in members], rows, strict=True))


def refusal(head: User, order: Order, *, is_repair: bool = False, **choices: Any) -> str:
    with pytest.raises(InvalidInput) as refused:
        ask_plan(head, order.uid, Choices(**choices), is_repair=is_repair)
    return str(refused.value.message)


def test_who_is_in_no_plan_cannot_be_locked_in() -> None:
    head, order, [_one, (_two, ended), (three, gone), (_four, archived)] = four_offers()
    Invitation.objects.filter(pk=ended.pk).update(valid_until=clock.today() - timedelta(days=1))
    decline(three, gone.uid)
    archived.product.archived_at = clock.now()
    archived.product.save()
    for row, why in (
        (ended, "Masa berlaku penawaran sudah lewat."),
        (gone, "Anggota ini tidak menawarkan."),
        (archived, "Produknya sudah diarsipkan."),
    ):
        name = row.product.enterprise.name
        said = refusal(head, order, locked_in=[row.pk])
        assert said == f"{name} tidak dapat dipastikan ikut. {why}"
    client = Client()
    client.force_login(head)
    page = client.post(f"/ekspor/pesanan/{order.uid}/rencana/", {"locked_in": [ended.pk]})
    assert "tidak dapat dipastikan ikut. Masa berlaku" in page.content.decode()
    assert not order.plans.exists()


def test_whose_offer_ends_before_the_plan_is_made_leaves_it_without_a_plan() -> None:
    head, order, [(one, first), *_others] = four_offers()
    asked = ask_plan(head, order.uid, Choices(locked_in=[first.pk]))
    decline(one, first.uid)
    assert work_next()
    plan = plan_for(head, order.uid, asked.number)
    assert (plan.state, plan.result and plan.result["status"]) == (PlanState.DONE, "infeasible")
    assert plan.result is not None
    assert plan.result["left_out"] == [{"id": str(first.pk), "code": "no_offer", "kinds": []}]
    assert str(first.pk) not in {row["id"] for row in plan.result["reasons"]}
    assert plan.result["allocations"] == []


def test_a_repair_locks_nobody_whose_letter_was_answered() -> None:
    head, order, [(one, first), (two, second), *_others] = four_offers()
    letters = letters_sent(head, order, planned(head, order))
    accept(one, letters[first.product.enterprise_id].uid)
    decline_letter(two, letters[second.product.enterprise_id].uid)
    assert "tidak diminta dua kali" in refusal(head, order, is_repair=True, locked_in=[second.pk])
    assert "jadi tetap ikut" in refusal(head, order, is_repair=True, locked_out=[first.pk])
    client = Client()
    client.force_login(head)
    page = client.get(f"/ekspor/pesanan/{order.uid}/rencana/").content.decode()
    assert first.product.enterprise.name not in page
    # Who has accepted is in it whatever is asked.
    plan = planned(head, order, is_repair=True, locked_in=[first.pk])
    assert plan.problem is not None
    assert [row["id"] for row in plan.problem["kept"]] == [str(first.pk)]
    assert plan.result is not None
    assert plan.result["status"] == "optimal"

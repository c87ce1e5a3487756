"""What orders, offers and hubs may state is what the planner takes; else a plan fails at once."""

from datetime import timedelta

import pytest

from common.dates import clock
from common.edits.shown import FormSnapshot
from common.errors import InvalidInput
from notifications.models import OutboxMessage
from supply.allocation.reading import MOST_PIECES, MOST_RUPIAH, MOST_UNIT_PRICE
from supply.enums import PlanFailure, PlanState
from supply.services.members.inviting import invite
from supply.services.members.offering import OfferData, offer
from supply.services.orders.costs import add_hub
from supply.services.orders.preparing import Due, begin_order
from supply.services.plans.runs import Choices, ask_plan, work_next
from supply.web.orders.forms import HubForm, InviteForm, OrderForm
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    offered,
    order_data,
    valid_until,
)

pytestmark = pytest.mark.django_db


def test_what_the_planner_refuses_is_refused_where_it_is_typed() -> None:
    head, exporter = exporter_of_record()
    first, later = order_data().deliveries[0].on, timedelta(days=7)
    for change, code in (
        ({"deliveries": (Due(first, MOST_PIECES), Due(first + later, 1))}, "bad_quantity"),
        ({"price_mode": "one_price", "unit_price": MOST_UNIT_PRICE + 1}, "bad_price"),
    ):
        with pytest.raises(InvalidInput, match=code):
            begin_order(head, exporter.pk, order_data(**change))
    order = an_order(head, exporter)
    for cost, weekly in ((MOST_RUPIAH + 1, None), (-1, None), (0, MOST_PIECES + 1)):
        with pytest.raises(InvalidInput, match=r"bad_amount|bad_quantity"):
            add_hub(head, order.uid, name="Lain", opening_cost=cost, weekly_capacity=weekly)
    owner, product = a_member(exporter)
    with pytest.raises(InvalidInput, match="bad_amount"):
        invite(
            head,
            order.uid,
            product_ids=[product.pk],
            hub_id=order.hubs.get().pk,
            answer_by=clock.today() + timedelta(days=5),
            onboarding_cost=MOST_RUPIAH + 1,
        )
    (row,) = invited(head, order, product)
    dear = OfferData([20] * 4, MOST_UNIT_PRICE + 1, 0, valid_until())
    with pytest.raises(InvalidInput, match="bad_price"):
        offer(owner, row.uid, dear, shown=FormSnapshot.of("x", {}))


def test_forms_know_the_same_limits() -> None:
    assert "unit_price" in OrderForm({"unit_price": f"{MOST_UNIT_PRICE + 1}"}).errors
    assert "opening_cost" in HubForm({"opening_cost": f"{MOST_RUPIAH + 1}"}).errors
    assert "onboarding_cost" in InviteForm({"onboarding_cost": f"{MOST_RUPIAH + 1}"}, [], []).errors


def test_a_problem_that_the_planner_refuses_fails_at_once_and_blocks_nobody() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, product = a_member(exporter)
    (row,) = invited(head, order, product)
    offered(owner, row)
    order.invitations.update(unit_price=MOST_UNIT_PRICE + 1)
    plan = ask_plan(head, order.uid, Choices())
    assert work_next()
    plan.refresh_from_db()
    assert (plan.state, plan.result, plan.attempts) == (PlanState.FAILED, None, 0)
    assert plan.failure == PlanFailure.REFUSED
    notice = OutboxMessage.objects.latest("created_at")
    assert (notice.key, notice.context["plan"]) == ("order.plan_failed", plan.number)
    order.invitations.update(unit_price=MOST_UNIT_PRICE)
    ask_plan(head, order.uid, Choices())

"""A member is asked once for an order: all its products share its weeks."""

from datetime import timedelta
from typing import Any

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from common.dates import clock
from common.errors import InvalidInput
from enterprises.models import Product
from supply.models import Invitation, Order
from supply.services.letters.answers import decline_letter
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    letters_sent,
    offered,
    planned,
)
from tests.factories.products import ProductFactory
from tests.simultaneous import run_together

pytestmark = pytest.mark.django_db


def straight_into_the_table(head: User, order: Order, product: Product) -> Invitation:
    return Invitation.objects.create(
        order=order,
        product=product,
        hub=order.hubs.get(),
        is_new=False,
        asked_by=head,
        asked_at=clock.now(),
        answer_by=clock.today() + timedelta(days=5),
    )


def two_offers(
    first: dict[str, Any], second: dict[str, Any]
) -> tuple[User, Order, list[Invitation], User]:
    """Return an order from before the rule, with two offers of one member, and its owner."""
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, chair = a_member(exporter)
    stool = ProductFactory(enterprise=chair.enterprise, weekly_capacity=40)
    (one,) = invited(head, order, chair)
    with pgtrigger.ignore("supply.Invitation:invitation_once_a_member"):
        two = straight_into_the_table(head, order, stool)
    return head, order, [offered(owner, one, **first), offered(owner, two, **second)], owner


def test_a_member_is_asked_once_whatever_it_makes() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    _owner, chair = a_member(exporter)
    stool = ProductFactory(enterprise=chair.enterprise, name_id="Bangku rotan")
    _other, table = a_member(exporter)
    with pytest.raises(InvalidInput, match="asked_twice") as refused:
        invited(head, order, table, chair, stool)
    assert chair.enterprise.name in str(refused.value.message)
    assert not order.invitations.exists()
    invited(head, order, chair)
    client = Client()
    client.force_login(head)
    path = f"/ekspor/pesanan/{order.uid}/anggota/"
    page = client.get(path).content.decode()
    assert page.count("satu usaha diundang sekali untuk satu pesanan") == 1
    sent = {
        "act": "invite",
        "products": [chair.pk, stool.pk],
        "hub": order.hubs.get().pk,
        "answer_by": (clock.today() + timedelta(days=5)).isoformat(),
    }
    again = client.post(path, sent)
    assert "diundang sekali saja untuk satu pesanan" in again.content.decode()
    # Asked for the same again it is left as it is.
    invited(head, order, chair, table)
    assert order.invitations.count() == 2
    with pytest.raises(IntegrityError, match="asked once"), transaction.atomic():
        straight_into_the_table(head, order, stool)
    moved = Invitation.objects.filter(product=table)
    with pytest.raises(IntegrityError, match="asked once"), transaction.atomic():
        moved.update(product=stool)


def test_of_two_offers_of_a_member_a_plan_takes_one() -> None:
    head, order, (one, two), _owner = two_offers({"price": 400_000}, {"price": 300_000})
    result = planned(head, order).result
    assert result is not None
    assert result["left_out"] == [{"id": str(two.pk), "code": "other_product", "kinds": []}]
    assert [row["id"] for row in result["allocations"]] == [str(one.pk)]
    client = Client()
    client.force_login(head)
    page = client.get(f"/ekspor/pesanan/{order.uid}/rencana/1/").content.decode()
    assert "sudah dihitung dengan produk lain" in page
    locks: list[dict[str, Any]] = [{"locked_in": [two.pk]}, {"locked_out": [one.pk]}]
    for choices in locks:
        result = planned(head, order, **choices).result
        assert result is not None
        assert [row["id"] for row in result["allocations"]] == [str(two.pk)]


def test_who_declined_is_not_asked_again_for_another_product() -> None:
    head, order, _rows, owner = two_offers({}, {})
    (letter,) = letters_sent(head, order, planned(head, order)).values()
    decline_letter(owner, letter.uid)
    assert (planned(head, order, is_repair=True).problem or {})["offers"] == []


@pytest.mark.django_db(transaction=True)
def test_two_connections_ask_a_member_once() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    _owner, chair = a_member(exporter)
    stool = ProductFactory(enterprise=chair.enterprise)

    def ask(product: Product) -> object:
        try:
            return straight_into_the_table(head, order, product).pk
        except IntegrityError as refused:
            return type(refused).__name__

    results = run_together(lambda: ask(chair), lambda: ask(stool))
    assert results.count("IntegrityError") == 1, results
    assert order.invitations.count() == 1

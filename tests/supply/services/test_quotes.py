"""Prices named to a buyer: for how many pieces, and when nobody can take them any more."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from common.dates import clock
from common.edits.shown import FormSnapshot
from common.errors import Conflict
from enterprises.models import Enterprise
from supply.enums import Currency
from supply.models import BuyerRequest, Order, Quote
from supply.selectors.orders.quotes import quotes_for_buyer, quotes_of
from supply.services.orders.preparing import Due, change_order, order_row, order_values
from supply.services.orders.quoting import quote
from supply.services.requests.buyer_links import link_of
from supply.services.requests.moves import close, decline
from supply.services.requests.moves import withdraw as withdraw_request
from tests.factories.orders import (
    a_member,
    an_order,
    checked_request,
    end_standing,
    exporter_of_record,
    invited,
    order_data,
)
from tests.factories.supply import make_standing

pytestmark = pytest.mark.django_db


def quoted(order: Order) -> Quote:
    return quote(
        order.created_by,
        order.uid,
        unit_price=Decimal("41.50"),
        currency=Currency.EUR,
        valid_until=clock.today() + timedelta(days=30),
        is_firm=False,
    )


def buyers_page(request: BuyerRequest) -> str:
    path = link_of(request.uid, request.language).split("//", 1)[1].split("/", 1)[1]
    return Client().get(f"/{path}").content.decode()


def holding(order: Order) -> list[bool]:
    order.refresh_from_db()
    return [each.holds for each in quotes_of(order, most=5)]


def test_a_quote_is_for_the_pieces_of_its_day() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter, deliveries=(Due(order_data().deliveries[0].on, 400),))
    assert order.request is not None
    quoted(order)
    assert "for 400" in buyers_page(order.request)
    shown = FormSnapshot.of(order_row(order), order_values(order))
    change_order(head, order.uid, order_data(), shown=shown)
    page = buyers_page(order.request)
    assert "for 400" in page
    assert "for 100" not in page


def test_nothing_is_quoted_while_the_buyer_of_a_prepared_order_is_gone() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    assert order.request is not None
    quoted(order)
    client = Client()
    client.force_login(head)
    path = f"/ekspor/pesanan/{order.uid}/penawaran/"
    assert "Simpan penawaran" in client.get(path).content.decode()
    withdraw_request(order.request.pk)
    page = client.get(path).content.decode()
    assert "Simpan penawaran" not in page
    assert f"/ekspor/pesanan/{order.uid}/pembeli/" in page
    with pytest.raises(Conflict, match="buyer_ended"):
        quoted(order)
    assert "tidak berlaku lagi" in page


@pytest.mark.parametrize("how", ["withdrawn", "declined", "lost", "ended"])
def test_a_quote_holds_as_long_as_its_request_and_exporter(how: str) -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    _owner, product = a_member(exporter)
    invited(head, order, product)
    request = order.request
    assert request is not None
    quoted(order)
    assert holding(order) == [True]
    end(how, request, exporter)
    assert holding(order) == [False]
    page = buyers_page(request)
    assert "no longer valid" in page
    assert "valid until" not in page
    if how == "ended":
        make_standing(exporter)
        assert holding(order) == [True]


def end(how: str, request: BuyerRequest, exporter: Enterprise) -> None:
    head = exporter.members.get().user
    match how:
        case "withdrawn":
            withdraw_request(request.pk)
        case "declined":
            decline(head, request.pk, reason="Barang ini tidak kami buat lagi.")
        case "lost":
            close(head, request.pk, closed_as="lost", lost_reason="price")
        case _:
            end_standing(exporter)


def test_quotes_of_a_buyer_take_as_many_queries_for_three_as_for_one(
    django_assert_num_queries: Any,
) -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    request = order.request
    assert request is not None
    other = checked_request(head, exporter, email="lain@vandijk-interieur.example")
    quoted(order)
    with django_assert_num_queries(2):
        assert len(quotes_for_buyer(request, most=5)) == 1
    for _turn in range(2):
        quoted(order)
    with django_assert_num_queries(2):
        assert len(quotes_for_buyer(request, most=5)) == 3
    assert quotes_for_buyer(other, most=5) == []

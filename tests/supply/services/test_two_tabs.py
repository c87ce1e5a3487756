"""Two people at one order or one offer: a save keeps what only the other changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from common.edits.merging import ChangedMeanwhile
from common.edits.shown import FormSnapshot
from supply.enums import OfferState
from supply.selectors.orders.access import latest_specification
from supply.services.members.offering import OfferData, decline, offer, offer_row, offer_values
from supply.services.orders.preparing import Due, change_order, order_row, order_values
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    offered,
    order_data,
    valid_until,
)
from tests.shown import shown_on

pytestmark = pytest.mark.django_db


def test_a_save_of_an_order_keeps_what_only_another_changed() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    first, stored = order_data(), order_data().deliveries[0]
    tabs = [FormSnapshot.of(order_row(order), order_values(order)) for _tab in range(2)]
    second = Due(stored.on + timedelta(days=7), 50)
    theirs = replace(
        first, pays_within_days=30, deliveries=(stored, second), specification="Versi kedua."
    )
    change_order(head, order.uid, theirs, shown=tabs[0])
    change_order(head, order.uid, replace(first, title="Kursi jati"), shown=tabs[1])
    order.refresh_from_db()
    assert (order.title, order.pays_within_days, order.quantity) == ("Kursi jati", 30, 150)
    assert [row.quantity for row in order.deliveries.all()] == [100, 50]
    assert latest_specification(order).text == "Versi kedua."  # type: ignore[union-attr]
    assert order.specifications.count() == 2


def test_changes_of_an_order_that_do_not_go_together_are_asked_about() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    tabs = [FormSnapshot.of(order_row(order), order_values(order)) for _tab in range(2)]
    change_order(head, order.uid, order_data(penalty_cap_percent=2), shown=tabs[0])
    with pytest.raises(ChangedMeanwhile) as asked:
        change_order(head, order.uid, order_data(penalty_percent_a_week=4), shown=tabs[1])
    assert asked.value.merge.conflicts["penalty_cap_percent"].value == 2
    order.refresh_from_db()
    assert (order.penalty_percent_a_week, order.penalty_cap_percent) == (1, 2)


def test_a_save_of_an_offer_keeps_what_only_another_changed() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, product = a_member(exporter)
    (row,) = invited(head, order, product)
    offered(owner, row)
    row.refresh_from_db()
    tabs = [FormSnapshot.of(offer_row(row), offer_values(row)) for _tab in range(3)]
    as_shown = OfferData([20] * 4, 400_000, 0, valid_until())
    offer(owner, row.uid, replace(as_shown, unit_price=350_000, min_lot=60), shown=tabs[0])
    offer(owner, row.uid, replace(as_shown, pieces=[30, 20, 20, 0]), shown=tabs[1])
    row.refresh_from_db()
    assert (row.unit_price, row.min_lot, row.pieces) == (350_000, 60, [30, 20, 20, 0])
    # Ten pieces are below the lot that the first tab asks for now.
    with pytest.raises(ChangedMeanwhile) as asked:
        offer(owner, row.uid, replace(as_shown, pieces=[10, 0, 0, 0]), shown=tabs[2])
    assert "week_1" in asked.value.merge.conflicts


def test_an_offer_that_was_taken_back_is_not_renewed_unseen() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, product = a_member(exporter)
    (row,) = invited(head, order, product)
    offered(owner, row)
    client = Client()
    client.force_login(owner)
    path = f"/pesanan-bersama/{row.uid}/"
    seen = shown_on(client.get(path))
    decline(owner, row.uid)
    typed = {f"week_{place}": "20" for place in range(1, 5)} | {
        "unit_price": "400000",
        "min_lot": "0",
        "valid_until": valid_until().isoformat(),
    }
    page = client.post(path, {**typed, "semula": seen})
    assert page.status_code == 409
    assert "Sementara itu isian ini dikosongkan." in page.content.decode()
    row.refresh_from_db()
    assert row.state == OfferState.DECLINED
    assert client.post(path, {**typed, "semula": shown_on(page)}).status_code == 302

"""What members are asked for by an order that does not go on: nothing, and they are told so."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from common.dates import clock
from common.edits.shown import FormSnapshot
from common.errors import Conflict
from enterprises.models import CapacityPromise
from supply.enums import OfferState
from supply.services.members.held_weeks import hold_weeks, release_held_weeks
from supply.services.members.offering import OfferData, decline, offer, offer_row, offer_values
from supply.services.requests.moves import withdraw
from tests.factories.orders import (
    a_member,
    an_order,
    end_standing,
    exporter_of_record,
    invited,
    offered,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("how", "code"), [("buyer", "buyer_ended"), ("standing", "exporter_ended")]
)
def test_nobody_offers_or_holds_for_an_order_that_does_not_go_on(how: str, code: str) -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    (first, product), (second, other) = a_member(exporter), a_member(exporter)
    offering, silent = invited(head, order, product, other)
    offered(first, offering)
    hold_weeks(first, offering.uid)
    if how == "buyer":
        assert order.request is not None
        withdraw(order.request.pk)
    else:
        end_standing(exporter)
    until = clock.today() + timedelta(days=20)
    with pytest.raises(Conflict, match=code):
        offer(
            second,
            silent.uid,
            OfferData([10] * (order.weeks or 0), 400_000, 0, until),
            shown=FormSnapshot.of(offer_row(silent), offer_values(silent)),
        )
    client = Client()
    client.force_login(second)
    listed = client.get("/pesanan-bersama/").content.decode()
    assert "tidak berlanjut" in listed
    assert "giliran Anda" not in listed
    page = client.get(f"/pesanan-bersama/{silent.uid}/").content.decode()
    assert "Anda tidak perlu menjawab lagi" in page
    assert "Simpan penawaran" not in page
    assert decline(second, silent.uid).state == OfferState.DECLINED
    client.force_login(first)
    assert 'name="lepas"' in client.get(f"/pesanan-bersama/{offering.uid}/").content.decode()
    assert release_held_weeks(first, offering.uid)
    assert not CapacityPromise.objects.filter(released_at=None).exists()
    assert 'name="simpan"' not in client.get(f"/pesanan-bersama/{offering.uid}/").content.decode()
    with pytest.raises(Conflict, match=code):
        hold_weeks(first, offering.uid)


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    django_assert_max_num_queries: Any,
) -> None:
    head, exporter = exporter_of_record()
    owner, product = a_member(exporter)
    client = Client()
    client.force_login(owner)
    counts = []
    for _turn in range(2):
        invited(head, an_order(head, exporter), product)
        with django_assert_max_num_queries(30) as asked:
            assert "giliran Anda" in client.get("/pesanan-bersama/").content.decode()
        counts.append(len(asked))
    assert counts[0] == counts[1]

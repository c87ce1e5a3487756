"""A buyer withdraws while letters are closed for it: nobody is bound without knowing."""

import pytest

from notifications.models import OutboxMessage
from supply.enums import OrderState
from supply.services.letters.answers import accept
from supply.services.letters.sending import close_letters
from supply.services.requests.moves import withdraw
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    letters_sent,
    offered,
    planned,
)
from tests.simultaneous import run_together

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_is_bound_while_the_buyer_leaves_is_told() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    request = order.request
    assert request is not None
    owner, product = a_member(exporter, capacity=60)
    (row,) = invited(head, order, product)
    offered(owner, row, pieces=40)
    (letter,) = letters_sent(head, order, planned(head, order)).values()
    accept(owner, letter.uid)
    closed, left = run_together(
        lambda: str(close_letters(head, order.uid).state), lambda: str(withdraw(request.pk).state)
    )
    order.refresh_from_db()
    assert left == "withdrawn"
    assert (closed, order.state) in (
        ("buyer_ended", OrderState.LETTERS_OUT),
        (OrderState.LETTERS_CLOSED, OrderState.LETTERS_CLOSED),
    )
    told = OutboxMessage.objects.filter(key="order.stranded")
    assert list(told.values_list("recipient_id", flat=True)) == [owner.pk]

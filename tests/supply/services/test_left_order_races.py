"""A buyer or a standing goes while letters are closed: nobody is bound without knowing."""

import pytest

from accounts.models import User
from notifications.models import OutboxMessage
from supply.enums import OrderState
from supply.models import ExporterStanding, Order
from supply.services.letters.answers import accept
from supply.services.letters.sending import close_letters
from supply.services.requests.moves import withdraw
from supply.services.standings import end, propose_end
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    letters_sent,
    offered,
    planned,
)
from tests.factories.supply import province_staff
from tests.simultaneous import run_together

pytestmark = pytest.mark.django_db(transaction=True)


def accepted() -> tuple[User, Order, User]:
    """Return an exporter's owner, its order with one accepted letter, and that member's owner."""
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, product = a_member(exporter, capacity=60)
    (row,) = invited(head, order, product)
    offered(owner, row, pieces=40)
    (letter,) = letters_sent(head, order, planned(head, order)).values()
    accept(owner, letter.uid)
    return head, order, owner


def test_letters_are_closed_before_a_standing_ends_or_not_at_all() -> None:
    head, order, _owner = accepted()
    standing = ExporterStanding.objects.get(enterprise=order.exporter)
    first, second = province_staff(), province_staff()
    propose_end(first, standing.pk, reason="Penetapan eksportirnya berakhir.")
    closed, ended = run_together(
        lambda: str(close_letters(head, order.uid).state),
        lambda: str(end(second, standing.pk).ended_at is not None),
    )
    order.refresh_from_db()
    assert ended == "True"
    assert (closed, order.state) in (
        ("exporter_ended", OrderState.LETTERS_OUT),
        (OrderState.LETTERS_CLOSED, OrderState.LETTERS_CLOSED),
    )


def test_who_is_bound_while_the_buyer_leaves_is_told() -> None:
    head, order, owner = accepted()
    request = order.request
    assert request is not None
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

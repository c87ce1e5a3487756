"""What binds nobody: letters of an order that does not go on, before and after their closing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from common.dates import clock
from common.errors import Conflict
from enterprises.models import CapacityWeek
from letters.enums import LetterStatus
from notifications.models import OutboxMessage
from supply.enums import LetterState, OrderState
from supply.models import Commitment, Order
from supply.services.letters.answers import accept, withdraw
from supply.services.letters.sending import cancel_order, close_letters
from supply.services.orders.former_exporters import cancel_former_orders
from supply.services.requests.moves import close, decline
from supply.services.requests.moves import withdraw as withdraw_request
from supply.shared.verified_commitments import commitment_by_code
from tests.factories.orders import (
    a_member,
    an_order,
    end_standing,
    exporter_of_record,
    invited,
    letters_sent,
    offered,
    planned,
)

pytestmark = pytest.mark.django_db


def accepted_order(members: int = 2) -> tuple[User, Order, list[tuple[User, Commitment]]]:
    """Return an order whose letters are accepted, and each member with its letter."""
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    found = [a_member(exporter, capacity=80) for _ in range(members)]
    rows = invited(head, order, *[product for _owner, product in found])
    for (owner, _product), row in zip(found, rows, strict=True):
        offered(owner, row)
    letters = letters_sent(head, order, planned(head, order))
    pairs = [(owner, letters[product.enterprise_id]) for owner, product in found]
    for owner, letter in pairs:
        accept(owner, letter.uid)
    return head, order, pairs


def page_of(person: User | None, path: str) -> str:
    client = Client()
    if person:
        client.force_login(person)
    return client.get(path).content.decode()


def lose(order: Order, how: str) -> None:
    assert order.request is not None
    if how == "buyer":
        withdraw_request(order.request.pk)
    else:
        end_standing(order.exporter)


@pytest.mark.parametrize(
    ("how", "code"), [("buyer", "buyer_ended"), ("standing", "exporter_ended")]
)
def test_letters_are_not_closed_for_nobody(how: str, code: str) -> None:
    head, order, pairs = accepted_order(1)
    (owner, letter) = pairs[0]
    lose(order, how)
    with pytest.raises(Conflict, match=code):
        close_letters(head, order.uid)
    with (
        pytest.raises(IntegrityError, match="not closed"),
        transaction.atomic(),
    ):
        Order.objects.filter(pk=order.pk).update(
            state=OrderState.LETTERS_CLOSED, ended_at=clock.now()
        )
    base = f"/ekspor/pesanan/{order.uid}/"
    assert 'value="close_letters"' not in page_of(head, f"{base}tutup/")
    assert 'value="cancel"' in page_of(head, f"{base}tutup/")
    shown = page_of(None, f"/pesanan-bersama/surat/{letter.uid}/")
    assert "Pesanan ini tidak berlanjut" in shown
    found = commitment_by_code(letter.code)
    assert found is not None
    assert (found.status, found.is_offer) == (LetterStatus.SUSPENDED, False)
    withdraw(owner, letter.uid)
    cancel_order(head, order.uid)


def test_closed_letters_bind_while_the_order_goes_on() -> None:
    head, order, pairs = accepted_order(1)
    (owner, letter) = pairs[0]
    close_letters(head, order.uid)
    with pytest.raises(Conflict, match="not_now"):
        cancel_order(head, order.uid)
    with pytest.raises(Conflict, match="letter_ended"):
        withdraw(owner, letter.uid)
    ended = {"ended_at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=letter.pk).update(state=LetterState.WITHDRAWN, **ended)
    with pytest.raises(IntegrityError, match="closed letters bind"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(state=OrderState.CANCELLED, **ended)
    assert "Tarik kesanggupan" not in page_of(owner, f"/pesanan-bersama/surat/{letter.uid}/jawab/")
    assert "export-order-end" not in page_of(head, f"/ekspor/pesanan/{order.uid}/")
    found = commitment_by_code(letter.code)
    assert found is not None
    assert found.status == LetterStatus.VALID


def test_members_bound_to_a_buyer_who_is_gone_are_told_and_may_withdraw() -> None:
    head, order, ((first, letter), (second, other)) = accepted_order()
    close_letters(head, order.uid)
    assert order.request is not None
    # The exporter alone does not leave what binds both: only its buyer does.
    with pytest.raises(Conflict, match="members_bound"):
        close(head, order.request.pk, closed_as="lost", lost_reason="price")
    with pytest.raises(Conflict, match="members_bound"):
        decline(head, order.request.pk, reason="Harganya tidak cocok lagi.")
    withdraw_request(order.request.pk)
    told = OutboxMessage.objects.filter(key="order.stranded")
    assert {each.recipient_id for each in told} == {first.pk, second.pk}
    shown = page_of(first, f"/pesanan-bersama/surat/{letter.uid}/jawab/")
    assert "Tarik kesanggupan" in shown
    assert "portal tidak mengaturnya" in shown
    assert withdraw(first, letter.uid).state == LetterState.WITHDRAWN
    assert 'value="cancel"' in page_of(head, f"/ekspor/pesanan/{order.uid}/tutup/")
    cancel_order(head, order.uid)
    other.refresh_from_db()
    assert other.state == LetterState.CANCELLED
    assert not CapacityWeek.objects.filter(promised_thousandths__gt=0).exists()
    assert list(
        OutboxMessage.objects.filter(key="order.cancelled").values_list("recipient_id", flat=True)
    ) == [second.pk]


def test_what_is_over_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    head, order, pairs = accepted_order(1)
    (owner, letter) = pairs[0]
    close_letters(head, order.uid)
    end_standing(order.exporter)
    assert cancel_former_orders() == 0
    order.refresh_from_db()
    assert order.state == OrderState.LETTERS_CLOSED
    assert 'value="cancel"' in page_of(head, f"/ekspor/pesanan/{order.uid}/tutup/")
    assert order.first_week is not None
    assert order.weeks is not None
    after = order.first_week + timedelta(weeks=order.weeks)
    monkeypatch.setattr(clock, "today", lambda: after)
    with pytest.raises(Conflict, match="letter_ended"):
        withdraw(owner, letter.uid)
    with pytest.raises(Conflict, match="not_now"):
        cancel_order(head, order.uid)
    assert "Tarik kesanggupan" not in page_of(owner, f"/pesanan-bersama/surat/{letter.uid}/jawab/")
    found = commitment_by_code(letter.code)
    assert found is not None
    assert found.status == LetterStatus.VALID

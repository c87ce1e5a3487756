"""What happens to an order whose buyer withdrew, or whose request ended without one, meanwhile."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from common.dates import clock
from common.errors import Conflict
from enterprises.models import CapacityWeek, Product
from supply.enums import LetterState, OrderState
from supply.models import Commitment, Order
from supply.services.letters.answers import accept, decline_letter
from supply.services.letters.sending import cancel_order, close_letters, send_letters
from supply.services.members.inviting import extend_answers
from supply.services.plans.runs import Choices, ask_plan
from supply.services.requests.moves import close, withdraw
from supply.shared.verified_commitments import commitment_by_code
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
LATER = 10


def offered_order() -> tuple[User, Order, list[tuple[User, Product]]]:
    """Return an order with two offers, and who made them."""
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    members = [a_member(exporter) for _ in range(2)]
    rows = invited(head, order, *[product for _owner, product in members])
    for (owner, _product), row in zip(members, rows, strict=True):
        offered(owner, row)
    return head, order, members


def page_of(person: User, path: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(path).content.decode()


def end_request(head: User, order: Order, how: str) -> None:
    assert order.request is not None
    if how == "withdrawn":
        withdraw(order.request.pk)
    else:
        close(head, order.request.pk, closed_as="lost", lost_reason="price")


@pytest.mark.parametrize("how", ["withdrawn", "lost"])
def test_nobody_is_asked_or_bound_for_a_buyer_who_is_gone(how: str) -> None:
    head, order, members = offered_order()
    letters = letters_sent(head, order, planned(head, order))
    (first, product), (second, other) = members
    accept(first, letters[product.enterprise_id].uid)
    parts = (
        "",
        "anggota/",
        "biaya/",
        "mesin/",
        "rencana/",
        "rencana/1/",
        "rencana/1/surat/",
        "penawaran/",
        "pembeli/",
        "tutup/",
    )
    pages = [f"/ekspor/pesanan/{order.uid}/{part}" for part in parts]
    for path in pages:
        assert "Hanya dapat dibaca" not in page_of(head, path), path
        assert "Permintaan pembelinya sudah berakhir" not in page_of(head, path), path
    end_request(head, order, how)
    assert all("Permintaan pembelinya sudah berakhir" in page_of(head, path) for path in pages)
    waiting: Commitment = letters[other.enterprise_id]
    with pytest.raises(Conflict, match="buyer_ended"):
        accept(second, waiting.uid)
    client = Client()
    client.force_login(second)
    shown = client.get(f"/pesanan-bersama/surat/{waiting.uid}/").content.decode()
    assert "Tidak perlu dijawab" in shown
    assert "Masuk dan jawab" not in shown
    assert '<form method="post" novalidate' not in page_of(
        head, f"/ekspor/pesanan/{order.uid}/penawaran/"
    )
    verified = commitment_by_code(waiting.code)
    assert verified is not None
    assert (verified.is_offer, verified.valid_until) == (False, None)
    path = f"/pesanan-bersama/surat/{waiting.uid}/jawab/"
    refused = client.post(path, {"terima": "ya", "setuju": "ya"})
    assert refused.status_code == 409
    assert "sudah berakhir" in refused.content.decode()
    with pytest.raises(Conflict, match="buyer_ended"):
        ask_plan(head, order.uid, Choices(), is_repair=True)
    assert decline_letter(second, waiting.uid).state == LetterState.DECLINED
    page = page_of(head, f"/ekspor/pesanan/{order.uid}/")
    assert "Permintaan pembelinya sudah berakhir" in page
    assert "Menunggu jawaban surat" not in page
    assert f"/ekspor/pesanan/{order.uid}/tutup/" in page
    cancel_order(head, order.uid)
    assert not CapacityWeek.objects.filter(promised_thousandths__gt=0).exists()


def test_offers_are_not_collected_planned_or_made_letters_for_a_buyer_who_is_gone() -> None:
    head, order, _members = offered_order()
    plan = planned(head, order)
    end_request(head, order, "withdrawn")
    until = clock.today() + timedelta(days=LATER)
    with pytest.raises(Conflict, match="buyer_ended"):
        ask_plan(head, order.uid, Choices())
    with pytest.raises(Conflict, match="buyer_ended"):
        send_letters(head, order.uid, plan_number=plan.number, answer_by=until)
    with pytest.raises(Conflict, match="buyer_ended"):
        extend_answers(head, order.uid, answer_by=until)
    assert not order.letters.exists()
    page = page_of(head, f"/ekspor/pesanan/{order.uid}/anggota/")
    assert "Permintaan pembelinya sudah berakhir" in page
    assert 'value="invite"' not in page
    assert 'value="extend"' not in page


def test_an_order_goes_on_after_its_request_was_closed_as_met_but_asks_nobody_new() -> None:
    head, order, members = offered_order()
    assert order.request is not None
    close(head, order.request.pk, closed_as="met")
    page = page_of(head, f"/ekspor/pesanan/{order.uid}/anggota/")
    assert "Anggota lain tidak dapat diundang lagi" in page
    assert 'value="invite"' not in page
    assert 'value="extend"' in page
    letters = letters_sent(head, order, planned(head, order))
    for owner, product in members:
        accept(owner, letters[product.enterprise_id].uid)
    assert close_letters(head, order.uid).state == OrderState.LETTERS_CLOSED

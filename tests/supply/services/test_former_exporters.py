"""What happens to orders and requests of an enterprise that is no longer exporter of record."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.errors import Conflict, NotPermitted
from enterprises.models import CapacityWeek
from notifications.models import OutboxMessage
from supply.enums import LetterState, OrderState, RequestState
from supply.models import Order
from supply.services import standings
from supply.services.letters.answers import accept, decline_letter
from supply.services.letters.sending import cancel_locked, cancel_order, close_letters
from supply.services.orders.former_exporters import END_TASK, cancel_former_orders
from supply.services.plans.runs import Choices, ask_plan
from supply.services.requests.moves import decline
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
from tests.factories.supply import make_exporter, make_request, province_staff

pytestmark = pytest.mark.django_db
WHY = "Penetapan eksportirnya berakhir."


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_members_accept_nothing_more_and_owners_may_still_cancel() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    members = [a_member(exporter) for _ in range(2)]
    rows = invited(head, order, *[product for _owner, product in members])
    for (owner, _product), row in zip(members, rows, strict=True):
        offered(owner, row)
    letters = letters_sent(head, order, planned(head, order))
    (first, product), (second, other) = members
    accept(first, letters[product.enterprise_id].uid)
    end_standing(exporter)
    with pytest.raises(Conflict, match="exporter_ended"):
        accept(second, letters[other.enterprise_id].uid)
    decline_letter(second, letters[other.enterprise_id].uid)
    with pytest.raises(Conflict, match="exporter_ended"):
        ask_plan(head, order.uid, Choices(), is_repair=True)
    client, path = signed_in(head), f"/ekspor/pesanan/{order.uid}/"
    assert client.get("/ekspor/pesanan/").status_code == 200
    assert client.get(path).status_code == 200
    assert client.post(f"{path}rencana/", {}).status_code == 409
    cancel_order(head, order.uid)
    assert not CapacityWeek.objects.filter(promised_thousandths__gt=0).exists()


def test_open_orders_end_with_the_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, product = a_member(exporter, capacity=60)
    (row,) = invited(head, order, product)
    offered(owner, row, pieces=40)
    (letter,) = letters_sent(head, order, planned(head, order)).values()
    accept(owner, letter.uid)
    assert cancel_former_orders() == 0
    woken: list[str] = []
    monkeypatch.setattr(standings, "wake_worker_on_commit", woken.append)
    end_standing(exporter)
    assert (woken, cancel_former_orders(), cancel_former_orders()) == ([END_TASK], 1, 0)
    order.refresh_from_db()
    letter.refresh_from_db()
    assert (order.state, letter.state) == (OrderState.CANCELLED, LetterState.CANCELLED)
    assert not CapacityWeek.objects.filter(promised_thousandths__gt=0).exists()
    keys = set(OutboxMessage.objects.values_list("key", flat=True))
    assert {"order.cancelled_with_standing", "order.ended_with_standing"} <= keys
    assert "order.cancelled" not in keys


def test_an_order_that_fails_does_not_keep_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    head, exporter = exporter_of_record()
    bad, good = an_order(head, exporter), an_order(head, exporter)
    end_standing(exporter)

    def fails(order: Order, **options: bool) -> Order:
        if order.pk == bad.pk:
            raise ValueError
        return cancel_locked(order, **options)

    monkeypatch.setattr("supply.services.orders.former_exporters.cancel_locked", fails)
    assert cancel_former_orders() == 1
    good.refresh_from_db()
    assert good.state == OrderState.CANCELLED


def test_the_office_declines_what_a_former_exporter_had_taken() -> None:
    head, exporter = make_exporter()
    request = make_request(RequestState.TAKEN, exporter)
    staff = province_staff()
    with pytest.raises(NotPermitted):
        decline(staff, request.pk, reason=WHY)
    path = reverse("admin:supply_request", args=[request.pk])
    assert b'value="decline"' not in signed_in(staff).get(path).content
    end_standing(exporter)
    with pytest.raises(NotPermitted):
        decline(head, request.pk, reason=WHY)
    page = signed_in(staff).get(path).content
    assert b'value="decline"' in page
    assert b'value="assign"' not in page
    answered = signed_in(staff).post(path, {"act": "assign", "reason": WHY})
    assert answered.status_code == 400
    assert signed_in(staff).post(path, {"act": "decline", "reason": WHY}).status_code == 302
    request.refresh_from_db()
    assert request.state == RequestState.DECLINED


def test_pages_of_a_former_exporter_are_read_only_and_say_why() -> None:
    head, exporter = exporter_of_record()
    prepared, asked, closed = (an_order(head, exporter) for _turn in range(3))
    owner, product = a_member(exporter, capacity=210)
    for order in (asked, closed):
        (row,) = invited(head, order, product)
        offered(owner, row, pieces=40)
        (letter,) = letters_sent(head, order, planned(head, order)).values()
        accept(owner, letter.uid)
    close_letters(head, closed.uid)
    end_standing(exporter)
    client = signed_in(head)
    told = OutboxMessage.objects.get(key="exporter.ended")
    assert told.link == "/ekspor/pesanan/"
    listed = client.get(told.link).content.decode()
    assert 'href="/ekspor/pesanan/baru/"' not in listed
    assert 'href="/ekspor/"' not in listed
    assert 'href="/ekspor/pesanan/"' in client.get("/").content.decode()
    members = client.get(f"/ekspor/pesanan/{asked.uid}/anggota/").content.decode()
    assert product.enterprise.name in members
    assert "buah seminggu" not in members
    assert "Sisa " not in members
    unasked = client.get(f"/ekspor/pesanan/{prepared.uid}/anggota/").content.decode()
    assert product.enterprise.name not in unasked
    for order in (prepared, asked, closed):
        base = f"/ekspor/pesanan/{order.uid}/"
        page = client.get(base).content.decode()
        assert "Hanya dapat dibaca" in page
        links = set(re.findall(r'href="(/ekspor/[^"]*)"', page.split("<main", 1)[1]))
        if order != prepared:
            links.add(f"{base}rencana/1/")
            assert "Siapkan surat" not in client.get(f"{base}rencana/1/").content.decode()
            links.add(f"{base}rencana/1/surat/")
        links.add(f"{base}mesin/")
        assert f"{base}ubah/" not in links
        for link in links - {"/ekspor/pesanan/"}:
            shown = client.get(link)
            assert shown.status_code == 200, link
            forms = shown.content.decode().split("<main", 1)[1].count('<form method="post"')
            # What ends an order stays.
            assert bool(forms) == (link == f"{base}tutup/"), link
        assert f"{base}tutup/" in links
    assert client.get(f"/ekspor/pesanan/{prepared.uid}/ubah/").status_code == 302

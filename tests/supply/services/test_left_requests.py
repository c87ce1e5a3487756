"""Requests whose exporter is one of record no longer: told, refused in words, then closed."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from common.dates import clock
from common.errors import Conflict
from common.retention import retention
from notifications.models import OutboxMessage
from supply.enums import RequestState
from supply.models import BuyerRequest
from supply.services.letters.answers import accept
from supply.services.letters.sending import close_letters
from supply.services.requests.buyer_links import link_of
from supply.services.requests.conversation import write_as_buyer
from supply.services.requests.retention import forget_buyers
from supply.shared.languages import page_url
from supply.tasks import end_former_orders
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
from tests.factories.supply import make_exporter, make_request, make_standing, province_staff

pytestmark = pytest.mark.django_db


def told(key: str) -> list[str]:
    rows = OutboxMessage.objects.filter(key=key)
    return [row.address or str(row.recipient_id) for row in rows]


def path_of(request: BuyerRequest) -> str:
    return "/" + link_of(request.uid, request.language).split("//", 1)[1].split("/", 1)[1]


def test_a_buyer_whose_exporter_is_gone_is_told_and_writes_into_no_void() -> None:
    _head, exporter = make_exporter()
    request = make_request(RequestState.TAKEN, exporter)
    client, path = Client(), path_of(request)
    assert 'value="message"' in client.get(path).content.decode()
    end_standing(exporter)
    with pytest.raises(Conflict, match="exporter_ended"):
        write_as_buyer(request.pk, "Is anybody there?")
    refused = client.post(path, {"act": "message", "text": "Is anybody there?"})
    assert refused.status_code in (400, 409)
    assert not request.messages.exists()
    page = client.get(path).content.decode()
    assert 'value="message"' not in page
    assert page_url("buyer-request-new", language="en") in page
    end_former_orders()
    end_former_orders()
    assert told("buyer.exporter_ended") == ["anneke@vandijk-interieur.example"]
    assert len(told("request.left")) == len(set(told("request.left"))) > 0
    with time_machine.travel(clock.now() + timedelta(days=29), tick=False):
        end_former_orders()
        request.refresh_from_db()
        assert request.state == RequestState.TAKEN
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        end_former_orders()
        request.refresh_from_db()
        assert request.state == RequestState.DECLINED
        assert len(told("buyer.declined")) == 1
    with time_machine.travel(
        clock.now() + timedelta(days=33) + retention("buyers").period, tick=False
    ):
        forget_buyers()
        request.refresh_from_db()
        assert request.email == ""


def test_an_exporter_that_is_one_again_keeps_its_requests() -> None:
    _head, exporter = make_exporter()
    request = make_request(RequestState.TAKEN, exporter)
    end_standing(exporter)
    end_former_orders()
    make_standing(exporter)
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        end_former_orders()
    request.refresh_from_db()
    assert request.state == RequestState.TAKEN
    write_as_buyer(request.pk, "Good that you are back.")
    end_standing(exporter)
    end_former_orders()
    assert len(told("buyer.exporter_ended")) == 2


def test_the_office_finds_what_former_exporters_left() -> None:
    _head, exporter = make_exporter()
    _other, another = make_exporter(name="Koperasi lain")
    left = make_request(RequestState.TAKEN, exporter, wanted="Left chairs")
    kept = make_request(RequestState.TAKEN, another, wanted="Kept chairs", email="a@b.example")
    client = Client()
    client.force_login(province_staff())
    path = reverse("admin:supply_requests")
    assert "ditinggal" not in client.get(path).content.decode()
    end_standing(exporter)
    page = client.get(path).content.decode()
    assert "bukan eksportir lagi" in page
    assert "?keadaan=ditinggal" in page
    found = client.get(f"{path}?keadaan=ditinggal").content.decode()
    assert left.wanted in found
    assert kept.wanted not in found


def test_members_of_closed_letters_are_told_once_of_an_end() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, product = a_member(exporter, capacity=60)
    (row,) = invited(head, order, product)
    offered(owner, row, pieces=40)
    (letter,) = letters_sent(head, order, planned(head, order)).values()
    accept(owner, letter.uid)
    close_letters(head, order.uid)
    with time_machine.travel(clock.now() + timedelta(days=5), tick=False):
        assert end_former_orders() == 0
    end_standing(exporter)
    end_former_orders()
    end_former_orders()
    assert told("order.stranded") == [str(owner.pk)]
    message = OutboxMessage.objects.get(key="order.stranded")
    assert message.context["is_buyer_gone"] is False
    # What binds members, and may have been made, is not closed by the portal.
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        end_former_orders()
    assert order.request is not None
    order.request.refresh_from_db()
    assert order.request.state == RequestState.TAKEN

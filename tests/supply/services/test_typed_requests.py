"""A buyer met elsewhere: the exporter writes the request, the buyer confirms it, nobody else."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted, TooManyRequests
from enterprises.models import Enterprise
from notifications.models import OutboxMessage
from notifications.render import render
from supply.enums import RequestState
from supply.models import BuyerRequest, ExporterStanding, Order, Quote
from supply.selectors.requests import open_requests, request_for, requests_of
from supply.services import standings
from supply.services.letters.sending import cancel_order
from supply.services.orders.buyers import attach_request
from supply.services.orders.preparing import begin_order
from supply.services.orders.quoting import quote
from supply.services.requests import limits as request_limits
from supply.services.requests import moves as request_moves
from supply.services.requests.buyer_checks import mark_checked
from supply.services.requests.buyer_links import secret_of
from supply.services.requests.by_exporters import enter_request
from tests.api.client import photo
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import MemberFactory
from tests.factories.orders import (
    an_order,
    checked_request,
    exporter_of_record,
    order_data,
    valid_until,
)
from tests.factories.supply import make_exporter, province_staff, wanted

pytestmark = pytest.mark.django_db
PATH = "/ekspor/permintaan/tulis/"


def typed(exporter: Enterprise, /, **changed: Any) -> dict[str, Any]:
    return {
        "wanted": "Kursi rotan",
        "specification": "Tinggi dudukan 46 cm.",
        "quantity": "1200",
        "incoterm": "FOB",
        "place": "Tanjung Perak",
        "company": "Van Dijk BV",
        "country": "Netherlands",
        "contact": "Anneke",
        "email": "anneke@vandijk.example",
        "language": "en",
        "exporter": exporter.pk,
        **changed,
    }


def test_the_buyer_confirms_and_the_writer_has_it_at_once() -> None:
    head, exporter = make_exporter()
    other, _elsewhere = make_exporter()
    client = Client()
    client.force_login(head)
    file = SimpleUploadedFile("chair.jpg", photo().read(), content_type="image/jpeg")
    sent = client.post(PATH, typed(exporter, file_1=file))
    request = BuyerRequest.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/ekspor/{request.pk}/")
    assert (request.state, request.typed_for, request.language) == ("unconfirmed", exporter, "en")
    shown = client.get(sent["Location"]).content.decode()
    assert "Menunggu konfirmasi pembeli" in shown
    assert request.wanted in client.get(f"/ekspor/?milik={exporter.pk}").content.decode()
    with pytest.raises(NotFound):
        request_for(other, request.pk)
    letter = OutboxMessage.objects.get(key="buyer.confirm")
    assert letter.context["writer"] == exporter.name
    said = render(letter.key, letter.context, language="id").text
    assert request.wanted not in f"{letter.context}{said}"
    assert "tidak ada eksportir lain yang membacanya" in said
    link = f"/katalog/permintaan/saya/?kunci={secret_of(request.uid)}"
    assert f"{exporter.name} menulis permintaan ini" in Client().get(link).content.decode()
    assert Client().post(link, {"act": "confirm"}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.exporter) == (RequestState.TAKEN, exporter)
    assert [(each.name, each.part) for each in request.events.order_by("id")] == [
        ("send", "exporter"), ("confirm", "buyer"), ("take", "exporter"),
    ]  # fmt: skip
    told = OutboxMessage.objects.filter(key__startswith="request.")
    assert [(each.key, each.recipient_id) for each in told] == [("request.confirmed", head.pk)]
    assert not open_requests().exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        BuyerRequest.objects.filter(pk=request.pk).update(typed_for=None)


def test_what_a_former_exporter_wrote_is_open_to_all() -> None:
    head, exporter = make_exporter()
    other, elsewhere = make_exporter()
    request = enter_request(head, exporter.pk, wanted(), uploads=(), language="id")
    link = f"/katalog/permintaan/saya/?kunci={secret_of(request.uid)}"
    assert 'value="semua"' not in Client().get(link).content.decode()
    standing = ExporterStanding.objects.get(enterprise=exporter)
    standings.propose_end(province_staff(), standing.pk, reason="Penetapannya berakhir.")
    standings.end(province_staff(), standing.pk)
    # The buyer agreed to this exporter alone, on a page that was opened before.
    assert Client().post(link, {"act": "confirm"}).status_code == 409
    assert BuyerRequest.objects.get().state == RequestState.UNCONFIRMED
    page = Client().get(link).content.decode()
    assert "semua eksportir yang diakui dinas; nama dan email Anda hanya" in page
    assert Client().post(link, {"act": "confirm", "untuk": "semua"}).status_code == 302
    assert BuyerRequest.objects.get().state == RequestState.OPEN
    assert OutboxMessage.objects.filter(key="request.opened").count() == 1
    # Who wrote it is no business of another exporter, before and after it takes the request.
    client = Client()
    client.force_login(other)
    assert head.get_full_name() not in client.get(f"/ekspor/{request.pk}/").content.decode()
    request_moves.take(other, request.pk, elsewhere.pk)
    assert head.get_full_name() not in client.get(f"/ekspor/{request.pk}/").content.decode()
    staff = Client()
    staff.force_login(province_staff())
    for path in ("/admin/ekspor/permintaan/", f"/admin/ekspor/permintaan/{request.pk}/"):
        assert exporter.name in staff.get(path).content.decode()


def test_nobody_writes_for_another_exporter_or_to_itself_or_without_end() -> None:
    head, exporter = make_exporter()
    stranger, theirs = make_exporter()
    client = Client()
    client.force_login(head)
    for changed, field in (
        ({"email": "anneke@gmail.com"}, "email"),
        ({"email": str(head.email).upper()}, "email"),
        ({"email": "penjualan@umkm.example"}, "email"),
        ({"email": "saya+pembeli@eu.umkm.example"}, "email"),
        ({"company": "NIK 3578011708450001"}, "company"),
        ({"exporter": theirs.pk}, "exporter"),
        ({"exporter": "x"}, "exporter"),
        ({"language": "de"}, "language"),
        ({"quantity": "9" * 40}, "quantity"),
        ({"wanted": ""}, "wanted"),
        ({"delivery_1_on": "2020-01-01", "delivery_1_quantity": "5"}, "delivery_1_on"),
    ):
        answer = client.post(PATH, typed(exporter, **changed))
        assert answer.status_code == 400, changed
        assert field in answer.context["form"].errors, changed
    with pytest.raises(NotPermitted):
        enter_request(stranger, exporter.pk, wanted(), uploads=(), language="id")
    assert not BuyerRequest.objects.exists()
    assert not OutboxMessage.objects.filter(key="buyer.confirm").exists()
    for number in range(request_limits.FROM_NETWORK):
        enter_request(
            head, exporter.pk, wanted(email=f"b{number}@b.example"), uploads=(), language="id"
        )
    with pytest.raises(TooManyRequests):
        enter_request(head, exporter.pk, wanted(email="c@c.example"), uploads=(), language="id")
    assert client.post(PATH, typed(exporter)).status_code == 429


def test_an_exporter_does_not_check_its_own_people_as_a_buyer() -> None:
    head, exporter = make_exporter()
    colleague = UserFactory(email="rina@kantor-lain.example")
    request = enter_request(
        head, exporter.pk, wanted(email=str(colleague.email)), uploads=(), language="id"
    )
    request_moves.confirm(request.pk)
    MemberFactory(enterprise=exporter, user=colleague)
    with pytest.raises(InvalidInput, match="own_address"):
        mark_checked(
            head,
            request.pk,
            register_name="Van Dijk",
            register_number="1",
            register_place="kvk.nl",
            terms_agreed_on=clock.today(),
        )


def test_who_does_not_confirm_is_written_to_once_and_few_in_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    head, exporter = make_exporter()
    monkeypatch.setattr(request_limits, "TO_ADDRESS", 9)

    def write(email: str) -> BuyerRequest:
        return enter_request(head, exporter.pk, wanted(email=email), uploads=(), language="id")

    first = write("anneke@vandijk.example")
    for again in ("anneke@vandijk.example", "Anneke+2@vandijk.example"):
        with pytest.raises(Conflict, match="asked_already"):
            write(again)
    client = Client()
    client.force_login(head)
    assert client.post(PATH, typed(exporter)).status_code == 409
    # A no before any confirmation is read by the writer, and counts like silence.
    request_moves.withdraw(first.pk)
    told = OutboxMessage.objects.filter(key="request.withdrawn")
    assert [each.recipient_id for each in told] == [head.pk]
    assert "ditarik" in client.get(f"/ekspor/{first.pk}/").content.decode()
    assert list(requests_of(exporter)) == [first]
    with pytest.raises(Conflict, match="asked_already"):
        write("anneke@vandijk.example")
    monkeypatch.setattr(request_limits, "MOST_UNCONFIRMED", 2)
    second = write("b@b.example")
    with pytest.raises(Conflict, match="too_many_unconfirmed"):
        write("c@c.example")
    request_moves.confirm(second.pk)
    write("c@c.example")


class TestQuotes:
    VALUES: Mapping[str, Any] = {"currency": "USD", "is_firm": False}

    def quoted(self, head: User, order: Order, price: int) -> Quote:
        values = {**self.VALUES, "valid_until": valid_until()}
        return quote(head, order.uid, unit_price=Decimal(price), **values)

    def page_of(self, request: BuyerRequest) -> str:
        path = f"/en/catalogue/request/mine/?kunci={secret_of(request.uid)}"
        return Client().get(path).content.decode()

    def test_a_quote_is_read_by_its_buyer_alone(self) -> None:
        head, exporter = exporter_of_record()
        first, second = checked_request(head, exporter), checked_request(head, exporter)
        order = begin_order(head, exporter.pk, order_data(title="Kursi untuk Osaka"))
        self.quoted(head, order, 44)
        attach_request(head, order.uid, first.pk)
        made = self.quoted(head, order, 45)
        assert "45" not in str(OutboxMessage.objects.get(key="buyer.quoted").context)
        page = self.page_of(first)
        assert "USD 45" in page
        assert "USD 44" not in page
        assert "Osaka" not in page
        request_moves.withdraw(first.pk)
        with pytest.raises(Conflict, match="buyer_ended"):
            self.quoted(head, order, 46)
        attach_request(head, order.uid, second.pk)
        self.quoted(head, order, 47)
        assert "USD 45" in self.page_of(first)
        assert "USD 47" not in self.page_of(first)
        assert "USD 45" not in self.page_of(second)
        row = {each.name: getattr(made, each.name) for each in Quote._meta.fields}
        with pytest.raises(IntegrityError, match="buyer of its order"), transaction.atomic():
            Quote.objects.create(**{**row, "id": None})

    def test_a_buyer_is_told_of_one_quote_in_an_hour_and_reads_what_still_holds(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        assert order.request is not None
        another = begin_order(head, exporter.pk, order_data(), request=order.request)
        self.quoted(head, order, 45)
        self.quoted(head, another, 46)
        told = OutboxMessage.objects.filter(key="buyer.quoted")
        assert told.count() == 1
        with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
            last = self.quoted(head, another, 47)
        assert told.count() == 2
        assert "tidak berlaku lagi" not in self.page_of(order.request)
        cancel_order(head, order.uid)
        path = f"/katalog/permintaan/saya/?kunci={secret_of(order.request.uid)}"
        assert Client().get(path).content.decode().count("tidak berlaku lagi") == 1
        over = datetime.combine(last.valid_until + timedelta(days=1), time(), tzinfo=clock.JAKARTA)
        with time_machine.travel(over, tick=False):
            assert Client().get(path).content.decode().count("tidak berlaku lagi") == 3

    def test_what_is_quoted_after_a_request_was_closed_as_met_is_the_exporters_note(
        self,
    ) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        assert order.request is not None
        request_moves.close(head, order.request.pk, closed_as="met")
        assert self.quoted(head, order, 45).request is None
        assert not OutboxMessage.objects.filter(key="buyer.quoted").exists()

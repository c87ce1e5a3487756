"""A buyer met elsewhere: the exporter writes the request, the buyer confirms it, nobody else."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from common.dates import clock
from common.errors import InvalidInput, NotFound, NotPermitted, TooManyRequests
from enterprises.models import Enterprise
from notifications.models import OutboxMessage
from supply.enums import RequestState
from supply.models import BuyerRequest, ExporterStanding
from supply.selectors.requests import open_requests, request_for
from supply.services import request_limits, request_moves, standings
from supply.services.buyer_checks import mark_checked
from supply.services.buyer_links import secret_of
from supply.services.quoting import quote
from supply.services.typed_requests import type_request
from tests.api.client import photo
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import MemberFactory
from tests.factories.orders import a_member, an_order, exporter_of_record, valid_until
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
    make_exporter()
    request = type_request(head, exporter.pk, wanted(), uploads=(), language="id")
    standing = ExporterStanding.objects.get(enterprise=exporter)
    standings.propose_end(province_staff(), standing.pk, reason="Penetapannya berakhir.")
    standings.end(province_staff(), standing.pk)
    assert request_moves.confirm(request.pk).state == RequestState.OPEN
    assert OutboxMessage.objects.filter(key="request.opened").count() == 1


def test_nobody_writes_for_another_exporter_or_to_itself_or_without_end() -> None:
    head, exporter = make_exporter()
    stranger, theirs = make_exporter()
    client = Client()
    client.force_login(head)
    for changed, field in (
        ({"email": "anneke@gmail.com"}, "email"),
        ({"email": str(head.email).upper()}, "email"),
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
        type_request(stranger, exporter.pk, wanted(), uploads=(), language="id")
    assert not BuyerRequest.objects.exists()
    assert not OutboxMessage.objects.filter(key="buyer.confirm").exists()
    for number in range(request_limits.FROM_NETWORK):
        type_request(
            head, exporter.pk, wanted(email=f"b{number}@b.example"), uploads=(), language="id"
        )
    with pytest.raises(TooManyRequests):
        type_request(head, exporter.pk, wanted(email="c@c.example"), uploads=(), language="id")
    assert client.post(PATH, typed(exporter)).status_code == 429


def test_an_exporter_does_not_check_its_own_people_as_a_buyer() -> None:
    head, exporter = make_exporter()
    colleague = UserFactory()
    request = type_request(
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


def test_a_quote_is_read_at_the_buyers_link_and_nowhere_else() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    another = an_order(head, exporter)
    a_member(exporter)
    values: dict[str, Any] = {"currency": "USD", "valid_until": valid_until(), "is_firm": False}
    quote(head, order.uid, unit_price=Decimal(45), **values)
    assert order.request is not None
    assert another.request is not None
    (told,) = OutboxMessage.objects.filter(key="buyer.quoted")
    assert "45" not in str(told.context)
    pages = [
        Client().get(f"/en/catalogue/request/mine/?kunci={secret_of(each.request.uid)}")
        for each in (order, another)
        if each.request
    ]
    assert ["USD 45" in page.content.decode() for page in pages] == [True, False]
    request_moves.withdraw(order.request.pk)
    quote(head, order.uid, unit_price=Decimal(46), **values)
    assert OutboxMessage.objects.filter(key="buyer.quoted").count() == 1

"""Pages of buyers and exporters: what is sent, refused and shown."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.dates import clock
from notifications.models import OutboxMessage
from supply.enums import Currency
from supply.models import BuyerRequest
from supply.services.orders.preparing import begin_order
from supply.services.orders.quoting import quote
from supply.services.requests.buyer_links import secret_of
from supply.web.buyers.forms import _stamp
from tests.api.client import photo
from tests.factories.accounts import UserFactory
from tests.factories.orders import checked_request, exporter_of_record, order_data
from tests.factories.products import ProductFactory
from tests.factories.supply import make_exporter, make_request

pytestmark = pytest.mark.django_db
FORM = "/en/catalogue/request/"


def typed(**changed: Any) -> dict[str, Any]:
    with time_machine.travel(clock.now() - timedelta(seconds=20), tick=False):
        made = _stamp()
    return {
        "wanted": "Rattan chairs",
        "specification": "Seat height 46 cm.",
        "quantity": "1,200",
        "incoterm": "FOB",
        "place": "Tanjung Perak",
        "target_price": "24,50",
        "currency": "EUR",
        "company": "Van Dijk BV",
        "country": "Netherlands",
        "contact": "Anneke",
        "email": "anneke@vandijk.example",
        "agree": "on",
        "delivery_1_on": (clock.today() + timedelta(days=90)).isoformat(),
        "delivery_1_quantity": "600",
        "made": made,
        **changed,
    }


def test_a_buyer_sends_confirms_and_withdraws_without_an_account() -> None:
    product = ProductFactory(shown_in_catalogue=True, shown_at=clock.now())
    client = Client()
    page = client.get(f"{FORM}?produk={product.pk}")
    assert product.name_en in page.content.decode()
    file = SimpleUploadedFile("chair.jpg", photo().read(), content_type="image/jpeg")
    sent = client.post(f"{FORM}?produk={product.pk}", typed(file_1=file))
    assert sent["Location"] == "/en/catalogue/request/sent/"
    request = BuyerRequest.objects.get()
    assert (request.quantity, str(request.target_price), request.product_id) == (
        1200, "24.50", product.pk,
    )  # fmt: skip
    link = f"/en/catalogue/request/mine/?kunci={secret_of(request.uid)}"
    assert "Confirm" in client.get(link).content.decode() or client.get(link).status_code == 200
    assert client.post(link, {"act": "confirm"}).status_code == 302
    assert client.post(link, {"act": "message", "text": "Hello?"}).status_code == 400
    assert client.post(link, {"act": "withdraw"}).status_code == 302
    assert client.post(link, {"act": "withdraw"}).status_code == 409
    assert client.post(link, {"act": "nothing"}).status_code == 409
    assert BuyerRequest.objects.get().state == "withdrawn"
    for wrong in ("", "?kunci=", "?kunci=%00", f"?kunci={'x' * 32}", "?kunci=%ff"):
        assert client.get(f"/katalog/permintaan/saya/{wrong}").status_code in (400, 404)


def test_what_is_wrong_with_the_form_is_said_and_nothing_is_stored() -> None:
    cases: list[tuple[dict[str, str], str]] = [
        ({"wanted": ""}, "wanted"),
        ({"specification": "x" * 4001}, "specification"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "banyak"}, "quantity"),
        ({"quantity": "99999999999999999999"}, "quantity"),
        ({"incoterm": "XYZ"}, "incoterm"),
        ({"target_price": "1e9"}, "target_price"),
        ({"target_price": "-4"}, "target_price"),
        ({"target_price": "٤"}, "target_price"),
        ({"currency": ""}, "currency"),
        ({"email": "not an address"}, "email"),
        ({"email": "anneke@vаndijk.example"}, "email"),
        ({"email": f"a@{'b' * 60}.{'c' * 60}.com"}, "email"),
        ({"agree": ""}, "agree"),
        ({"delivery_1_quantity": ""}, "delivery_1_quantity"),
        ({"delivery_2_quantity": "5"}, "delivery_2_on"),
        ({"delivery_1_on": "2020-01-01"}, "delivery_1_on"),
        ({"delivery_1_quantity": "5000"}, "delivery_1_on"),
        ({"company": "NIK 3578011708450001"}, "company"),
        ({"made": ""}, "__all__"),
        ({"made": "1:x"}, "__all__"),
    ]
    for changed, field in cases:
        answer = Client().post(FORM, typed(**changed))
        assert answer.status_code == 400, changed
        assert field in answer.context["form"].errors, changed
        # What is folded away opens where something in it is wrong or filled in.
        is_folded = '<details class="more" open>' not in answer.content.decode()
        assert is_folded == ("delivery_2_quantity" not in changed)
    assert not BuyerRequest.objects.exists()


def test_programs_are_kept_out_and_limits_hold() -> None:
    client = Client()
    caught = client.post(FORM, typed(website="https://spam.example"))
    assert caught["Location"] == "/en/catalogue/request/sent/"
    fast = client.post(FORM, typed(made=_stamp()))
    assert fast.status_code == 400
    bad = SimpleUploadedFile("run.exe", b"MZ no picture", content_type="image/png")
    assert client.post(FORM, typed(file_1=bad)).status_code == 415
    assert not BuyerRequest.objects.exists()
    assert not OutboxMessage.objects.exists()
    for _number in range(3):
        client.post(FORM, typed())
    many = client.post(FORM, typed())
    assert (many.status_code, "Retry-After" in many) == (429, True)


def test_an_exporter_sees_the_buyer_only_after_taking_the_request() -> None:
    owner, koperasi = make_exporter()
    request = make_request()
    client = Client()
    client.force_login(owner)
    path = f"/ekspor/{request.pk}/"
    page = client.get(path).content.decode()
    assert "Anneke" not in page
    assert "anneke@" not in page
    assert "pembeli belum diperiksa" in page
    assert client.post(path, {"act": "take", "exporter": koperasi.pk}).status_code == 302
    page = client.get(path).content.decode()
    assert "anneke@vandijk-interieur.example" in page
    assert client.post(path, {"act": "message", "text": "Halo"}).status_code == 302
    assert client.post(path, {"act": "check", "register_name": "X"}).status_code == 400
    assert client.post(path, {"act": "close", "closed_as": "met"}).status_code == 400
    assert client.post(path, {"act": "close", "closed_as": "lost"}).status_code == 400
    lost = {"act": "close", "closed_as": "lost", "lost_reason": "price"}
    assert client.post(path, lost).status_code == 302
    assert client.post(path, lost).status_code == 409
    assert client.post(path, {"act": "explode"}).status_code == 403
    for body in ({"act": "take", "exporter": "x"}, {"act": "take"}):
        assert client.post(path, body).status_code == 400


def test_who_is_no_exporter_finds_neither_pages_nor_entry() -> None:
    owner, koperasi = make_exporter()
    stranger = UserFactory()
    request = make_request("taken", koperasi)
    client = Client()
    client.force_login(stranger)
    assert client.get("/ekspor/").status_code == 403
    assert client.get(f"/ekspor/{request.pk}/").status_code == 403
    assert "/ekspor/" not in client.get("/usaha/").content.decode()
    client.force_login(owner)
    assert 'href="/ekspor/"' in client.get("/usaha/").content.decode()
    assert client.get(f"/ekspor/?milik={koperasi.pk}").status_code == 200
    other, _elsewhere = make_exporter()
    client.force_login(other)
    assert client.get(f"/ekspor/{request.pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_asks_as_much_for_one_as_for_three(rows: int) -> None:
    owner, _koperasi = make_exporter()
    for number in range(rows):
        make_request(email=f"b{number}@b.example")
    client = Client()
    client.force_login(owner)
    client.get("/ekspor/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/ekspor/").status_code == 200
    assert len(queries) == 6


def test_pages_of_a_request_and_its_orders_ask_as_much_for_one_as_for_three() -> None:
    head, exporter = exporter_of_record()
    request = checked_request(head, exporter)
    client = Client()
    client.force_login(head)
    free = begin_order(head, exporter.pk, order_data())
    paths = (
        f"/ekspor/pesanan/{free.uid}/pembeli/",
        f"/ekspor/{request.pk}/",
        f"/en/catalogue/request/mine/?kunci={secret_of(request.uid)}",
    )

    def more() -> list[int]:
        order = begin_order(head, exporter.pk, order_data(), request=request)
        quote(
            head,
            order.uid,
            unit_price=Decimal(45),
            currency=Currency.USD,
            valid_until=clock.today(),
            is_firm=False,
        )
        checked_request(head, exporter)
        counts = []
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries))
        return counts

    one, _two, three = more(), more(), more()
    assert one == three

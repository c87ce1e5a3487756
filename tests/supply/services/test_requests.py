"""Requests of buyers: sent, confirmed, taken by one, checked, answered, closed, forgotten."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction

from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted, TooManyRequests
from notifications.models import OutboxMessage
from supply.enums import RequestState
from supply.models import BuyerRequest, RequestEvent, RequestFile
from supply.policies.request_states import MOVES, STATES, may_move
from supply.selectors.requests import (
    open_requests,
    request_by_digest,
    request_for,
    requests_of,
)
from supply.services.requests import moves as request_moves
from supply.services.requests import retention as forgetting
from supply.services.requests.buyer_checks import mark_checked
from supply.services.requests.buyer_links import digest_of, secret_of
from supply.services.requests.conversation import MOST_AN_HOUR, write_as_buyer, write_as_exporter
from supply.services.requests.files import BUYER_FILES, Upload
from supply.services.requests.limits import TO_ADDRESS
from supply.services.requests.sending import send_request
from tests.api.client import photo
from tests.factories.accounts import UserFactory
from tests.factories.products import ProductFactory
from tests.factories.supply import make_exporter, make_request, province_staff, wanted

pytestmark = pytest.mark.django_db


def checked(**changed: Any) -> dict[str, Any]:
    return {
        "register_name": "Van Dijk Interieur BV",
        "register_number": "KvK 24123456",
        "register_place": "kvk.nl",
        "terms_agreed_on": clock.today(),
        **changed,
    }


def test_nobody_sees_a_request_before_its_address_is_confirmed() -> None:
    owner, _koperasi = make_exporter()
    request = make_request(RequestState.UNCONFIRMED)
    with pytest.raises(NotFound):
        request_for(owner, request.pk)
    letter = OutboxMessage.objects.get(key="buyer.confirm")
    secret = secret_of(request.uid)
    assert secret in letter.sealed
    assert secret not in f"{letter.context}{letter.link}"
    found = request_by_digest(digest_of(secret))
    request_moves.confirm(found.pk)
    request_moves.confirm(found.pk)
    assert request_for(owner, request.pk).state == "open"
    told = OutboxMessage.objects.filter(key="request.opened")
    assert [each.recipient_id for each in told] == [owner.pk]
    for wrong in ("", "x" * 32, secret[:-1], "\x00" * 32):
        with pytest.raises(NotFound):
            request_by_digest(digest_of(wrong))


def test_a_link_is_good_for_seven_days_and_then_the_request_is_deleted() -> None:
    request = make_request(RequestState.UNCONFIRMED)
    taken = make_request(email="b@b.example")
    late = clock.now() + timedelta(days=7, minutes=1)
    with time_machine.travel(late, tick=False), pytest.raises(Conflict, match="too_late"):
        request_moves.confirm(request.pk)
    with time_machine.travel(clock.now() + timedelta(days=9), tick=False):
        assert forgetting.forget_unconfirmed() == 1
    assert [row.pk for row in BuyerRequest.objects.all()] == [taken.pk]


def test_what_is_wrong_with_a_request_stores_nothing() -> None:
    today, day = clock.today(), timedelta(days=1)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"specification": "Hubungi 3578011708450001"}, "nik_in_text"),
        ({"deliveries": [(today, 10)]}, "delivery_past"),
        ({"deliveries": [(today + 2000 * day, 10)]}, "delivery_far"),
        ({"deliveries": [(today + day, 10), (today + day, 10)]}, "delivery_twice"),
        ({"deliveries": [(today + day, 900), (today + 2 * day, 900)]}, "deliveries_exceed"),
        ({"product_id": ProductFactory().pk}, "product_gone"),
    ]
    for changed, code in cases:
        with pytest.raises(InvalidInput, match=code):
            send_request(wanted(**changed), uploads=(), language="en", network="1")
    assert not BuyerRequest.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_one_address_gets_few_letters_in_an_hour() -> None:
    for number in range(TO_ADDRESS):
        send_request(wanted(), uploads=(), language="id", network=str(number))
    with pytest.raises(TooManyRequests, match="too_many_requests"):
        send_request(wanted(), uploads=(), language="id", network="other")


def test_files_are_cleaned_and_go_with_the_request() -> None:
    uploads = [Upload(io.BytesIO(photo().read()), "chair.jpg")]
    request = send_request(wanted(), uploads=uploads, language="en", network="1")
    row = RequestFile.objects.get(request=request)
    assert (row.filename, row.media_type) == ("chair.jpg", "image/jpeg")
    assert BUYER_FILES.path(row.stored_name).exists()
    again = Upload(io.BytesIO(photo().read()), "chair.jpg")
    bad = [again, Upload(io.BytesIO(b"MZ not a picture"), "run.exe")]
    before = len(list(BUYER_FILES.folder().iterdir()))
    with pytest.raises(Exception, match="file_type"):
        send_request(wanted(email="c@c.example"), uploads=bad, language="en", network="2")
    assert len(list(BUYER_FILES.folder().iterdir())) == before


def test_an_exporter_takes_checks_answers_and_closes() -> None:
    owner, koperasi = make_exporter()
    request = make_request()
    taken = request_moves.take(owner, request.pk, koperasi.pk)
    assert request_moves.take(owner, request.pk, koperasi.pk) == taken
    assert list(requests_of(koperasi)) == [taken]
    assert not open_requests().exists()
    with pytest.raises(InvalidInput, match="buyer_unchecked"):
        request_moves.close(owner, request.pk, closed_as="met")
    mark_checked(owner, request.pk, **checked())
    with pytest.raises(Conflict, match="checked_already"):
        mark_checked(owner, request.pk, **checked())
    write_as_exporter(owner, request.pk, "Boleh tahu warna anyamannya?")
    write_as_buyer(request.pk, "Natural, please.")
    assert [each.text for each in request.messages.all()] == [
        "Boleh tahu warna anyamannya?",
        "Natural, please.",
    ]
    request_moves.close(owner, request.pk, closed_as="met")
    with pytest.raises(Conflict, match="state_changed"):
        write_as_exporter(owner, request.pk, "Terlambat.")
    with pytest.raises(Conflict, match="state_changed"):
        request_moves.withdraw(request.pk)
    names = list(RequestEvent.objects.order_by("id").values_list("name", "part"))
    assert names == [
        ("send", "buyer"), ("confirm", "buyer"), ("take", "exporter"),
        ("check_buyer", "exporter"), ("close", "exporter"),
    ]  # fmt: skip


def test_a_buyer_at_a_free_mail_domain_is_not_marked_checked() -> None:
    owner, koperasi = make_exporter()
    request = make_request("taken", koperasi, email="anneke@gmail.com")
    with pytest.raises(InvalidInput, match="free_mail"):
        mark_checked(owner, request.pk, **checked())
    firm = make_request("taken", koperasi)
    tomorrow, before = clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"register_name": " "}, "required"),
        ({"register_number": "x" * 61}, "too_long"),
        ({"terms_agreed_on": tomorrow}, "terms_later"),
        ({"terms_agreed_on": before}, "terms_before_request"),
    ]
    for changed, code in wrong:
        with pytest.raises(InvalidInput, match=code):
            mark_checked(owner, firm.pk, **checked(**changed))
    assert not BuyerRequest.objects.filter(checked_at__isnull=False).exists()


def test_the_office_assigns_and_declines_what_nobody_took() -> None:
    owner, koperasi = make_exporter()
    request, other = make_request(), make_request(email="b@b.example")
    staff, why = province_staff(), "Koperasi ini membuat kursi serupa."
    with pytest.raises(NotPermitted):
        request_moves.assign(owner, request.pk, koperasi.pk, reason=why)
    with pytest.raises(InvalidInput, match="unknown_exporter"):
        request_moves.assign(staff, request.pk, 0, reason=why)
    with pytest.raises(InvalidInput, match="reason_says_nothing"):
        request_moves.assign(staff, request.pk, koperasi.pk, reason="ya")
    request_moves.assign(staff, request.pk, koperasi.pk, reason=why)
    with pytest.raises(NotPermitted):
        request_moves.decline(staff, request.pk, reason=why)
    request_moves.decline(staff, other.pk, reason="Barang ini tidak dibuat di sini.")
    request_moves.decline(owner, request.pk, reason="Jumlahnya terlalu besar.")
    letters = OutboxMessage.objects.filter(key="buyer.declined").order_by("created_at")
    assert [each.context["reason"] for each in letters] == [
        "Barang ini tidak dibuat di sini.",
        "Jumlahnya terlalu besar.",
    ]


def test_only_the_people_of_an_exporter_act_and_only_while_it_stands() -> None:
    owner, koperasi = make_exporter()
    stranger, elsewhere = make_exporter()
    request = make_request("taken", koperasi)
    with pytest.raises(NotFound):
        request_for(stranger, request.pk)
    with pytest.raises(NotFound):
        request_for(UserFactory(), make_request(email="b@b.example").pk)
    for act in (
        lambda: request_moves.close(stranger, request.pk, closed_as="lost", lost_reason="price"),
        lambda: mark_checked(stranger, request.pk, **checked()),
        lambda: write_as_exporter(stranger, request.pk, "Halo."),
        lambda: request_moves.take(owner, request.pk, elsewhere.pk),
    ):
        with pytest.raises(NotPermitted):
            act()
    ended = clock.now() + timedelta(days=400)
    with time_machine.travel(ended, tick=False), pytest.raises(NotPermitted):
        write_as_exporter(owner, request.pk, "Halo.")


def test_messages_are_bounded() -> None:
    owner, koperasi = make_exporter()
    request = make_request("taken", koperasi)
    for text, code in [(" \u200b ", "required"), ("x" * 2001, "too_long")]:
        with pytest.raises(InvalidInput, match=code):
            write_as_buyer(request.pk, text)
    for number in range(MOST_AN_HOUR):
        write_as_buyer(request.pk, f"Pesan {number}")
    with pytest.raises(Conflict, match="too_many_messages"):
        write_as_buyer(request.pk, "Satu lagi")
    write_as_exporter(owner, request.pk, "Kami membalas.")


def test_the_buyer_is_forgotten_two_years_after_the_end() -> None:
    owner, koperasi = make_exporter()
    request = make_request("taken", koperasi)
    write_as_buyer(request.pk, "My phone is in my signature.")
    request_moves.close(owner, request.pk, closed_as="lost", lost_reason="price")
    assert forgetting.forget_buyers() == 0
    with time_machine.travel(clock.now() + timedelta(days=731), tick=False):
        assert (forgetting.forget_buyers(), forgetting.forget_buyers()) == (1, 0)
    request.refresh_from_db()
    assert (request.contact, request.email, request.company) == ("", "", "Van Dijk Interieur BV")
    assert not request.messages.exists()
    with pytest.raises(NotFound):
        request_by_digest(digest_of(secret_of(request.uid)))


def test_the_database_keeps_what_was_asked_and_the_way_of_states() -> None:
    _owner, koperasi = make_exporter()
    request = make_request("taken", koperasi)
    changes: list[dict[str, Any]] = [
        {"quantity": 5},
        {"state": "open"},
        {"state": "closed"},
        {"exporter": None},
        {"checked_at": clock.now()},
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            BuyerRequest.objects.filter(pk=request.pk).update(**change)
    for rows in (BuyerRequest.objects.filter(pk=request.pk), RequestEvent.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_the_table_of_moves_is_whole() -> None:
    assert {move.target for move in MOVES.values()} | {"unconfirmed"} == set(STATES)
    assert set(STATES) == set(RequestState.values)
    assert may_move("decline", "open", "office")
    assert not may_move("decline", "open", "exporter")
    # Whose exporter is one no longer; the service asks.
    assert may_move("decline", "taken", "office")

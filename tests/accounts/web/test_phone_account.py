"""A signed-in person's number: adding, changing, PIN, and a lost password or address."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import PhoneNumber, User
from notifications.models import OutboxMessage
from tests.factories.accounts import PASSWORD, OfficialFactory, UserFactory
from tests.factories.letters import letter_text
from tests.factories.phones import (
    NUMBER,
    OTHER,
    OTHER_TYPED,
    PIN,
    TYPED,
    enter_code,
    phone_messages,
    request_code,
    with_phone,
)

pytestmark = pytest.mark.django_db
CHANGE = "/akun/ponsel/ganti/"
CODE = "/akun/ponsel/kode/"
PASSWORD_AGAIN = "/akun/periksa-sandi/?next=/akun/ponsel/ganti/"


def sign_in_by_phone(client: Client) -> None:
    request_code(client)
    enter_code(client)


def sign_in_by_password(client: Client, user: User) -> None:
    client.post("/masuk/", {"login": user.email, "password": PASSWORD})


def type_password_again(client: Client) -> None:
    client.post("/akun/periksa-sandi/", {"password": PASSWORD})


def change_number(client: Client, typed: str = OTHER_TYPED) -> Any:
    assert client.post(CHANGE, {"phone": typed, "via": "sms"})["Location"] == CODE
    return enter_code(client, path=CODE)


def current_phone(user: User) -> str:
    return PhoneNumber.objects.get(user=user, until=None).phone


def test_account_shows_the_number_masked(client: Client) -> None:
    with_phone()
    sign_in_by_phone(client)

    for path in ("/akun/", "/akun/ponsel/"):
        page = client.get(path).content.decode()
        assert "+62\u00a0812\u2011••••\u20117890" in page
        assert "81234567890" not in page


def test_the_page_tells_what_a_code_to_a_phone_cannot_do(client: Client) -> None:
    sign_in_by_password(client, UserFactory())
    without = client.get("/akun/ponsel/").content.decode()
    with_phone()
    by_phone = Client()
    sign_in_by_phone(by_phone)
    for page in (without, by_phone.get("/akun/ponsel/").content.decode()):
        assert "dapat dibaca orang yang memegang ponsel Anda" in page
        assert 'href="/akun/dua-langkah/"' in page


def test_owner_with_email_adds_a_number_and_signs_in_with_it(client: Client) -> None:
    user = UserFactory()
    sign_in_by_password(client, user)
    assert "Pasang nomor" in client.get("/akun/ponsel/").content.decode()
    type_password_again(client)

    assert change_number(client, TYPED)["Location"] == "/akun/ponsel/"

    assert current_phone(user) == NUMBER
    elsewhere = Client()
    with time_machine.travel(timedelta(seconds=61)):
        sign_in_by_phone(elsewhere)
    assert elsewhere.session["_auth_user_id"] == str(user.pk)


def test_old_number_is_notified_of_the_change(client: Client) -> None:
    user = with_phone()
    sign_in_by_phone(client)

    change_number(client)

    assert current_phone(user) == OTHER
    assert [e.action for e in user.phone_events.order_by("id")] == ["changed"]
    notifications = [m for m in phone_messages() if "diganti pada" in m.text]
    assert {message.to for message in notifications} == {NUMBER, OTHER}
    wiped = OutboxMessage.objects.get(key="phone.changed", recipient=None)
    assert wiped.sealed_cipher is None


def test_number_is_not_changed_before_its_code(client: Client) -> None:
    user = with_phone()
    sign_in_by_phone(client)
    client.post(CHANGE, {"phone": OTHER_TYPED, "via": "sms"})

    assert current_phone(user) == NUMBER


def test_code_of_one_person_does_not_change_the_number_of_another(client: Client) -> None:
    with_phone()
    sign_in_by_phone(client)
    client.post(CHANGE, {"phone": OTHER_TYPED, "via": "sms"})
    pending = client.session["phone_pending"]
    other = UserFactory()
    thief = Client()
    sign_in_by_password(thief, other)
    session = thief.session
    session["phone_pending"] = pending
    session.save()

    assert thief.get(CODE)["Location"] == "/akun/ponsel/"


def test_unattended_phone_is_not_enough(client: Client) -> None:
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        user = with_phone()
        sign_in_by_phone(client)
        clock.shift(timedelta(minutes=16))
        for path in (CHANGE, "/akun/ponsel/pin/", "/akun/sandi/baru/"):
            assert client.get(path)["Location"].startswith("/akun/ponsel/pastikan/?next=")
            assert client.post(path, {})["Location"].startswith("/akun/ponsel/pastikan/")
        response = client.post("/akun/ponsel/pastikan/", {"via": "sms", "next": CHANGE})
        assert response["Location"] == CODE
        assert enter_code(client, path=CODE)["Location"] == CHANGE
        assert change_number(client)["Location"] == "/akun/ponsel/"

    assert current_phone(user) == OTHER


def test_lost_number_is_changed_after_signing_in_by_email(client: Client) -> None:
    user = with_phone(UserFactory())
    sign_in_by_password(client, user)
    assert PASSWORD_AGAIN in client.get(client.get(CHANGE)["Location"]).content.decode()
    type_password_again(client)

    change_number(client)

    assert current_phone(user) == OTHER


def test_shared_number_is_added_with_a_pin(client: Client) -> None:
    with_phone(phone=OTHER)
    user = with_phone()
    sign_in_by_phone(client)

    assert change_number(client)["Location"] == "/akun/ponsel/pin/"
    assert current_phone(user) == NUMBER
    assert "Nanti saja" not in client.get("/akun/ponsel/pin/").content.decode()
    client.post("/akun/ponsel/pin/", {"pin": PIN, "again": PIN})

    assert current_phone(user) == OTHER
    assert PhoneNumber.objects.get(user=user, until=None).pin


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("pin", "again", "fault"),
    [
        ("123456", "123456", "mudah ditebak"),
        ("111111", "111111", "mudah ditebak"),
        ("123123", "123123", "mudah ditebak"),
        ("345678", "345678", "mudah ditebak"),
        ("456789", "456789", "mudah ditebak"),
        ("12345", "12345", "6 angka"),
        ("٧٣٠٢٨٤", "٧٣٠٢٨٤", "6 angka"),
        (PIN, "730285", "tidak sama"),
    ],
)
def test_pins_that_are_refused(client: Client, pin: str, again: str, fault: str) -> None:
    user = with_phone()
    sign_in_by_phone(client)

    answer = client.post("/akun/ponsel/pin/", {"pin": pin, "again": again})

    assert fault in answer.content.decode()
    assert PhoneNumber.objects.get(user=user).pin == ""


def test_lost_password_is_replaced_after_a_code(client: Client) -> None:
    user = with_phone(UserFactory())
    elsewhere = Client()
    sign_in_by_password(elsewhere, user)
    sign_in_by_phone(client)
    new = "tenun-gresik-77"

    answer = client.post("/akun/sandi/baru/", {"password1": new, "password2": new})

    assert answer["Location"] == "/akun/"
    user.refresh_from_db()
    assert user.check_password(new)
    assert client.get("/akun/").status_code == 200
    assert elsewhere.get("/akun/").status_code == 302
    assert OutboxMessage.objects.filter(key="account.mail", address=user.email).count() == 1


def test_password_alone_does_not_replace_a_password(client: Client) -> None:
    user = with_phone(UserFactory())
    sign_in_by_password(client, user)

    assert client.get("/akun/sandi/baru/")["Location"].startswith("/akun/ponsel/pastikan/")


def test_person_without_email_adds_one_and_signs_in_with_it(client: Client) -> None:
    user = with_phone()
    sign_in_by_phone(client)
    assert "Belum ada" in client.get("/akun/").content.decode()
    client.post("/akun/surel/", {"email": "siti@umkm.example", "action_add": "1"})
    body = letter_text()
    link = re.search(r"https?://[^/\s]+(/akun/konfirmasi-surel/\S+)", body)
    assert link is not None
    client.post(link.group(1))
    new = "tenun-gresik-77"
    client.post("/akun/sandi/baru/", {"password1": new, "password2": new})

    user.refresh_from_db()
    assert user.email == "siti@umkm.example"
    assert EmailAddress.objects.get(user=user).primary
    fresh = Client()
    assert fresh.post("/masuk/", {"login": user.email, "password": new}).status_code == 302
    assert fresh.session["_auth_user_id"] == str(user.pk)


def test_person_without_email_is_asked_to_add_one_first(client: Client) -> None:
    user = with_phone()
    sign_in_by_phone(client)
    assert 'href="/akun/surel/"' in client.get("/akun/sandi/baru/").content.decode()
    new = "tenun-gresik-77"
    client.post("/akun/sandi/baru/", {"password1": new, "password2": new})

    user.refresh_from_db()
    assert not user.has_usable_password()


def test_officials_are_redirected_from_these_pages(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/akun/ponsel/").status_code == 200
    official = Client()
    official.force_login(OfficialFactory(is_demo=True))

    for path in ("/akun/ponsel/", CHANGE, "/akun/ponsel/pin/", "/akun/sandi/baru/", CODE):
        assert official.get(path)["Location"] == "/akun/"


def test_preferences_offer_phone_channels_to_people_with_a_number(client: Client) -> None:
    with_phone()
    sign_in_by_phone(client)

    assert list(client.get("/akun/pemberitahuan/").context["form"].fields) == [
        "email",
        "whatsapp",
        "sms",
    ]

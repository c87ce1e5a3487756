"""From the number to the account: new, known, shared, official; and attacks."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import PhoneAction
from accounts.models import Consent, OneTimeCode, PhoneNumber, User
from notifications.models import InboxItem, OutboxMessage
from tests.factories.accounts import PASSWORD, OfficialFactory, UserFactory
from tests.factories.phones import (
    NUMBER,
    OTHER_TYPED,
    PIN,
    TYPED,
    enter_code,
    latest_code,
    phone_messages,
    request_code,
    with_phone,
)

pytestmark = pytest.mark.django_db
NEW = {"name": "Siti Aminah", "consent": "on"}
CODE = "/masuk/ponsel/kode/"


def is_signed_in(client: Client, user: User) -> bool:
    return client.session.get("_auth_user_id") == str(user.pk)


def wrong_code(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_sign_in_page_offers_both_ways_the_phone_first(client: Client) -> None:
    page = client.get("/masuk/?next=/usaha/").content.decode()

    assert page.index("/masuk/ponsel/?next=/usaha/") < page.index('name="login"')


def test_new_number_opens_an_account_with_its_consent(client: Client) -> None:
    assert request_code(client)["Location"] == CODE
    assert "+62\u00a0812\u2011••••\u20117890" in client.get(CODE).content.decode()
    assert enter_code(client)["Location"] == "/masuk/ponsel/daftar/"
    page = client.get("/masuk/ponsel/daftar/").content.decode()
    assert "Versi 2026-11" in page
    assert 'name="pin"' not in page

    answer = client.post("/masuk/ponsel/daftar/", NEW)

    assert answer["Location"] == "/pengajuan/"
    user = User.objects.get()
    assert (user.email, user.name, user.language) == (None, "Siti Aminah", "id")
    assert not user.has_usable_password()
    assert is_signed_in(client, user)
    assert Consent.objects.get(user=user).channel == "phone"
    number = PhoneNumber.objects.get(user=user)
    assert (number.phone, number.pin, number.until) == (NUMBER, "", None)
    assert [event.action for event in user.phone_events.all()] == [PhoneAction.ADDED]


def test_known_number_signs_in(client: Client) -> None:
    user = with_phone()
    request_code(client)

    answer = enter_code(client)

    assert answer["Location"] == "/pengajuan/"
    assert is_signed_in(client, user)


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "6281234567890",
        "+62 812-3456-7890",
        "  0812 3456 7890\t",
        "０８１２３４５６７８９０",
        "\u202a+6281234567890\u202c",
    ],
)
def test_every_way_to_write_a_number_is_the_same_number(client: Client, typed: str) -> None:
    user = with_phone()
    request_code(client, typed)
    enter_code(client)

    assert is_signed_in(client, user)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0842 1234 5678",
        "0312345678",
        "12345",
        "+1 202 555 0100",
        "٠٨١٢٣٤٥٦٧٨٩٠",
        "0812' OR 1=1",
    ],
)
def test_invalid_mobile_number_is_refused(client: Client, typed: str) -> None:
    answer = request_code(client, typed)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["phone"]
    assert not OneTimeCode.objects.exists()


def test_code_may_have_spaces_and_nothing_but_digits_counts_as_a_try(client: Client) -> None:
    with_phone()
    request_code(client)
    code = latest_code()
    for typed in ("", "12345", "1234567", "١٢٣٤٥٦", "abcdef"):
        assert enter_code(client, typed).status_code == 200
    assert OneTimeCode.objects.get().attempts == 0

    assert enter_code(client, f" {code[:3]} {code[3:]} ")["Location"] == "/pengajuan/"


def test_after_five_wrong_codes_the_right_one_is_refused(client: Client) -> None:
    user = with_phone()
    request_code(client)
    code = latest_code()
    for left in (4, 3, 2, 1):
        assert f"mencoba {left} kali lagi" in enter_code(client, wrong_code(code)).content.decode()
    assert enter_code(client, wrong_code(code)).status_code == 429

    answer = enter_code(client, code)

    assert answer.status_code == 429
    assert "Minta kode baru" in answer.content.decode()
    assert not is_signed_in(client, user)
    assert OneTimeCode.objects.get().attempts == 5


def test_code_expires_after_five_minutes(client: Client) -> None:
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        with_phone()
        request_code(client)
        code = latest_code()
        clock.shift(timedelta(minutes=5))
        answer = enter_code(client, code)

    assert answer.status_code == 409
    assert "lewat 5 menit" in answer.content.decode()


def test_code_works_once(client: Client) -> None:
    with_phone()
    request_code(client)
    code = latest_code()
    stolen = Client()
    stolen.cookies["sessionid"] = client.cookies["sessionid"].value
    enter_code(client, code)

    answer = stolen.post(CODE, {"code": code})

    # The session key changed with the code, so one known before it is useless.
    assert answer["Location"] == "/masuk/ponsel/"
    assert "_auth_user_id" not in stolen.session


def test_code_of_one_browser_does_not_serve_another() -> None:
    first, second = Client(), Client()
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        user = with_phone()
        request_code(first)
        code = latest_code()
        clock.shift(timedelta(seconds=61))
        request_code(second)
        assert latest_code() != code
        assert enter_code(second, code).status_code == 200
        enter_code(first, code)

    assert (is_signed_in(first, user), is_signed_in(second, user)) == (True, False)


def test_key_of_the_session_changes_with_the_code_and_with_signing_in(client: Client) -> None:
    request_code(client)
    before = client.cookies["sessionid"].value
    enter_code(client)
    proved = client.cookies["sessionid"].value
    client.post("/masuk/ponsel/daftar/", NEW)
    signed_in = client.cookies["sessionid"].value

    assert len({before, proved, signed_in}) == 3


def test_no_step_can_be_reached_without_the_code(client: Client) -> None:
    with_phone()
    request_code(client)
    for step in ("siapa", "pin", "daftar"):
        assert client.get(f"/masuk/ponsel/{step}/")["Location"] == "/masuk/ponsel/"
        assert client.post(f"/masuk/ponsel/{step}/", NEW)["Location"] == "/masuk/ponsel/"
    assert Client().get(CODE)["Location"] == "/masuk/ponsel/"
    assert User.objects.count() == 1


def test_proof_expires_after_a_quarter_of_an_hour(client: Client) -> None:
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        request_code(client)
        enter_code(client)
        clock.shift(timedelta(minutes=15))
        answer = client.post("/masuk/ponsel/daftar/", NEW)

    assert answer["Location"] == "/masuk/ponsel/"
    assert not User.objects.exists()
    assert "Minta kode baru" in client.get("/masuk/ponsel/").content.decode()


def test_second_click_on_sign_up_opens_no_second_account(client: Client) -> None:
    request_code(client)
    enter_code(client)
    tab = Client()
    tab.cookies["sessionid"] = client.cookies["sessionid"].value
    client.post("/masuk/ponsel/daftar/", NEW)

    assert tab.post("/masuk/ponsel/daftar/", NEW)["Location"] == "/masuk/ponsel/"
    assert User.objects.count() == 1


def test_page_says_when_another_code_may_be_requested(client: Client) -> None:
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        request_code(client)
        assert "Kode baru dapat diminta 1 menit lagi." in client.get(CODE).content.decode()
        client.post("/masuk/ponsel/kode/baru/")
        assert OneTimeCode.objects.count() == 1
        clock.shift(timedelta(seconds=15))
        assert "diminta 45 detik lagi." in client.get(CODE).content.decode()
        stranger = request_code(Client())
        assert stranger.status_code == 429
        assert "diminta 45 detik lagi." in stranger.content.decode()
        clock.shift(timedelta(seconds=45))
        assert "Kirim kode baru" in client.get(CODE).content.decode()
        client.post("/masuk/ponsel/kode/baru/", {"sms": "1"})

    assert [row.via for row in OneTimeCode.objects.order_by("created_at")] == ["whatsapp", "sms"]


def test_strangers_use_up_nothing_of_the_browser_that_proved_the_number(client: Client) -> None:
    user = with_phone()
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        request_code(client)
        enter_code(client)
        client.post("/keluar/")
        for _turn in range(12):
            clock.shift(timedelta(seconds=61))
            request_code(Client())
        assert request_code(Client()).status_code == 429
        # Even in the minute of a stranger's code.
        assert request_code(client).status_code == 302
        enter_code(client)
        assert is_signed_in(client, user)


def test_neither_the_network_nor_the_day_closes_the_browser_that_proved_it(
    client: Client, settings: Any
) -> None:
    with_phone()
    request_code(client)
    enter_code(client)
    client.post("/keluar/")
    settings.PHONE_CODES_PER_ADDRESS, settings.PHONE_CODES_PER_PORTAL = 1, 1
    assert request_code(Client(), OTHER_TYPED).status_code == 429
    assert request_code(client).status_code == 302
    # Its proof is of this number only.
    assert request_code(client, OTHER_TYPED).status_code == 429


def test_a_code_that_was_never_entered_proves_nothing(client: Client) -> None:
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False):
        request_code(client)
        assert enter_code(client, "").status_code == 200
        assert request_code(client).status_code == 429


def test_a_stranger_who_asked_all_day_does_not_close_the_number_for_a_new_browser() -> None:
    user = with_phone()
    owner = Client(REMOTE_ADDR="10.0.0.9")
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        for _turn in range(24):
            clock.shift(timedelta(minutes=15))
            request_code(Client())
        clock.shift(timedelta(minutes=1))
        assert request_code(owner).status_code == 302
        enter_code(owner)
    assert is_signed_in(owner, user)


def test_number_with_too_many_codes_gets_the_time_to_wait(client: Client) -> None:
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        for _turn in range(5):
            request_code(client)
            clock.shift(timedelta(seconds=61))
        answer = request_code(client)
        page = client.get(CODE).content.decode()

    assert answer.status_code == 429
    assert "Coba lagi setelah 23 Nov 2026, 11.00 WIB." in answer.content.decode()
    assert "dapat diminta setelah 23 Nov 2026, 11.00 WIB." in page


def test_network_with_too_many_codes_gets_the_time_to_wait(client: Client, settings: Any) -> None:
    settings.PHONE_CODES_PER_ADDRESS = 1
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False):
        request_code(client)
        answer = request_code(Client(), OTHER_TYPED, HTTP_X_FORWARDED_FOR="10.9.8.7")

    assert answer.status_code == 429
    assert "dari jaringan ini. Coba lagi setelah 11.00 WIB." in answer.content.decode()


def test_exhausted_daily_limit_leads_to_email_for_every_number(
    client: Client, settings: Any
) -> None:
    with_phone()
    settings.PHONE_CODES_PER_PORTAL = 0
    pages = []
    for typed in (TYPED, OTHER_TYPED):
        answer = request_code(client, typed)
        assert answer.status_code == 429
        pages.append(re.sub(r'value="\w{64}"', "", answer.content.decode()))

    assert pages[0] == pages[1]
    assert "Kode untuk hari ini sudah habis" in pages[0]
    assert 'href="/masuk/"' in pages[0]
    assert phone_messages() == []


@pytest.mark.parametrize("kind", ["unknown", "known", "shared", "official", "inactive"])
def test_requesting_a_code_reveals_nothing_about_a_number(client: Client, kind: str) -> None:
    if kind == "official":
        with_phone(OfficialFactory())
    elif kind != "unknown":
        with_phone(UserFactory(is_active=kind != "inactive"))
    if kind == "shared":
        with_phone(pin=PIN)

    answer = request_code(client)

    assert (answer.status_code, answer["Location"]) == (302, CODE)
    assert [message.to for message in phone_messages()] == [NUMBER]
    page = client.get(CODE).content.decode()
    assert "Kode dikirim lewat WhatsApp ke +62\u00a0812\u2011••••\u20117890." in page


def test_requesting_a_code_costs_the_same_queries_for_every_number() -> None:
    with_phone()
    costs = []
    for typed in (TYPED, OTHER_TYPED):
        with CaptureQueriesContext(connection) as queries:
            request_code(Client(), typed)
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_officials_cannot_sign_in_by_phone(client: Client) -> None:
    official = with_phone(OfficialFactory())
    request_code(client)

    page = client.get(enter_code(client)["Location"]).content.decode()

    assert "Petugas masuk dengan email" in page
    assert official.get_full_name() not in page
    number = PhoneNumber.objects.get()
    assert client.post("/masuk/ponsel/siapa/", {"person": number.pk}).status_code == 200
    assert not is_signed_in(client, official)


def test_inactive_account_cannot_sign_in(client: Client) -> None:
    user = with_phone(UserFactory(is_active=False))
    request_code(client)

    assert enter_code(client)["Location"] == "/akun/nonaktif/"
    assert not is_signed_in(client, user)


def test_second_person_needs_a_pin_and_the_first_is_notified(client: Client) -> None:
    first = with_phone()
    assert "Satu nomor boleh" in client.get("/masuk/ponsel/?baru=1").content.decode()
    request_code(client, baru="1")
    assert enter_code(client)["Location"] == "/masuk/ponsel/daftar/"
    without = client.post("/masuk/ponsel/daftar/", NEW)
    assert set(without.context["form"].errors) == {"pin", "again"}
    weak = client.post("/masuk/ponsel/daftar/", {**NEW, "pin": "123456", "again": "123456"})
    assert "mudah ditebak" in weak.content.decode()

    client.post("/masuk/ponsel/daftar/", {**NEW, "pin": PIN, "again": PIN})

    second = User.objects.exclude(pk=first.pk).get()
    assert is_signed_in(client, second)
    texts = [message.text for message in phone_messages()]
    assert any("Siti Aminah membuat akun dengan nomor ponsel yang sama" in text for text in texts)
    (item,) = InboxItem.objects.filter(user=first)
    assert item.title == "Orang lain mendaftar dengan nomor ponsel Anda"


def test_people_sharing_a_number_choose_who_they_are_and_enter_a_pin(client: Client) -> None:
    first, second = with_phone(), with_phone(pin=PIN)
    request_code(client)
    assert enter_code(client)["Location"] == "/masuk/ponsel/siapa/"
    page = client.get("/masuk/ponsel/siapa/").content.decode()
    assert first.name in page
    assert second.name in page
    row = PhoneNumber.objects.get(user=second)
    answer = client.post("/masuk/ponsel/siapa/", {"person": row.pk})
    assert answer["Location"] == "/masuk/ponsel/pin/"
    assert not is_signed_in(client, second)
    assert "PIN salah" in client.post("/masuk/ponsel/pin/", {"pin": "111119"}).content.decode()

    client.post("/masuk/ponsel/pin/", {"pin": PIN})

    assert is_signed_in(client, second)


def test_person_of_another_number_cannot_be_chosen(client: Client) -> None:
    with_phone()
    with_phone(pin=PIN)
    stranger = PhoneNumber.objects.get(user=with_phone(phone="+6285712345678"))
    request_code(client)
    enter_code(client)

    answer = client.post("/masuk/ponsel/siapa/", {"person": stranger.pk})

    assert list(answer.context["form"].errors) == ["person"]


def test_pin_is_locked_for_longer_and_longer(client: Client) -> None:
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        user = with_phone(pin=PIN)
        request_code(client)
        assert enter_code(client)["Location"] == "/masuk/ponsel/pin/"
        for _turn in range(5):
            assert client.post("/masuk/ponsel/pin/", {"pin": "111119"}).status_code == 200
        locked = client.post("/masuk/ponsel/pin/", {"pin": PIN})
        assert locked.status_code == 429
        assert "10.15 WIB" in locked.content.decode()
        clock.shift(timedelta(minutes=16))
        request_code(client)
        enter_code(client)
        client.post("/masuk/ponsel/pin/", {"pin": "111119"})
        # The sixth waits twice as long.
        clock.shift(timedelta(minutes=29))
        request_code(client)
        enter_code(client)
        assert client.post("/masuk/ponsel/pin/", {"pin": PIN}).status_code == 429
        clock.shift(timedelta(minutes=2))
        client.post("/masuk/ponsel/pin/", {"pin": PIN})

    assert is_signed_in(client, user)
    assert PhoneNumber.objects.get().pin_failures == 0


def test_first_person_of_a_shared_number_is_asked_for_a_pin(client: Client) -> None:
    first = with_phone()
    with_phone(pin=PIN)
    request_code(client, next="/usaha/")
    enter_code(client)
    row = PhoneNumber.objects.get(user=first)

    answer = client.post("/masuk/ponsel/siapa/", {"person": row.pk})

    assert answer["Location"] == "/akun/ponsel/pin/?next=%2Fusaha%2F"
    saved = client.post(answer["Location"], {"pin": PIN, "again": PIN, "next": "/usaha/"})
    assert saved["Location"] == "/usaha/"
    row.refresh_from_db()
    assert row.pin


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/usaha/", "/usaha/"),
        ("https://evil.example/", "/pengajuan/"),
        ("//evil.example/", "/pengajuan/"),
        ("/\\evil.example/", "/pengajuan/"),
        ("javascript:alert(1)", "/pengajuan/"),
        ("usaha/", "/pengajuan/"),
    ],
)
def test_people_continue_where_they_were_and_nowhere_else(
    client: Client, wanted: str, reached: str
) -> None:
    with_phone()
    request_code(client, next=wanted)

    assert enter_code(client)["Location"] == reached


def test_forms_need_the_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    for path in ("/masuk/ponsel/", CODE, "/masuk/ponsel/kode/baru/", "/masuk/ponsel/pin/"):
        assert client.post(path, {"phone": TYPED, "via": "sms"}).status_code == 403


def test_number_and_code_are_not_stored_in_plain_text(client: Client) -> None:
    request_code(client)
    message = OutboxMessage.objects.get()
    code = latest_code()
    rows = [*OneTimeCode.objects.values(), *OutboxMessage.objects.values()]
    session = str(dict(client.session))

    assert (message.address, message.context) == ("", {"via": "whatsapp", "language": "id"})
    for secret in ("81234567890", code):
        assert secret not in str(rows)
        assert secret not in session
        assert secret.encode() not in b"".join(
            bytes(value) for row in rows for value in row.values() if isinstance(value, memoryview)
        )
    message.refresh_from_db()
    assert (message.context, message.sealed_cipher) == ({}, None)


def test_portal_that_cannot_send_codes_offers_none(client: Client, settings: Any) -> None:
    settings.PORTAL_DEMO = settings.PHONE_SIGN_IN = False

    assert "/masuk/ponsel/" not in client.get("/masuk/").content.decode()
    assert client.get("/masuk/ponsel/")["Location"] == "/masuk/"


def test_person_with_a_number_may_still_sign_in_by_email(client: Client) -> None:
    user = UserFactory()
    with_phone(user)

    assert client.post("/masuk/", {"login": user.email, "password": PASSWORD}).status_code == 302
    assert is_signed_in(client, user)
    assert client.get("/masuk/ponsel/")["Location"] == "/"


@pytest.mark.parametrize("login", ["", "None", NUMBER])
def test_nobody_signs_in_by_password_without_an_address(client: Client, login: str) -> None:
    with_phone()

    client.post("/masuk/", {"login": login, "password": "!"})

    assert "_auth_user_id" not in client.session

"""The counter in the admin: a new number or a PIN reset, with an identity check and a reason."""

from typing import Any

import pytest
from django.contrib.auth import get_user
from django.test import Client

from accounts.models import PhoneEvent, PhoneNumber, User
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.phones import (
    NUMBER,
    OTHER,
    OTHER_TYPED,
    PIN,
    latest_code,
    phone_messages,
    with_phone,
)
from tests.factories.second_factor import prove_again

pytestmark = pytest.mark.django_db
SEND = {
    "action": "send",
    "n-phone": OTHER_TYPED,
    "n-via": "sms",
    "n-reason": "Ponsel hilang di pasar.",
    "n-seen": "on",
}


@pytest.fixture
def administrator() -> User:
    return UserFactory(is_staff=True, is_superuser=True, is_demo=True)


@pytest.fixture
def counter(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return prove_again(client)


def page(person: User) -> str:
    return f"/admin/ponsel/{person.pk}/"


def finish(counter: Client, person: User, code: str | None = None) -> Any:
    return counter.post(page(person), {"action": "finish", "code": code or latest_code()})


def test_new_number_is_stored_after_its_code_with_a_reason(
    counter: Client, administrator: User
) -> None:
    person = with_phone()
    lost_phone = Client()
    lost_phone.force_login(person)
    assert counter.post(page(person), SEND).status_code == 302
    assert "+62\u00a0857\u2011••••\u20115678" in counter.get(page(person)).content.decode()
    assert PhoneNumber.objects.get(until=None).phone == NUMBER

    finish(counter, person)

    assert PhoneNumber.objects.get(user=person, until=None).phone == OTHER
    event = PhoneEvent.objects.get()
    assert (event.user, event.by, event.action) == (person, administrator, "recovered")
    assert event.reason == "Ponsel hilang di pasar."
    notified = [m.to for m in phone_messages() if "diganti di loket dinas" in m.text]
    assert sorted(notified) == sorted([NUMBER, OTHER])
    # The lost phone is signed out.
    assert not get_user(lost_phone).is_authenticated


@pytest.mark.parametrize("missing", ["n-reason", "n-seen", "n-phone"])
def test_identity_check_and_reason_are_required(counter: Client, missing: str) -> None:
    person = with_phone()
    answer = counter.post(page(person), {k: v for k, v in SEND.items() if k != missing})

    assert answer.status_code == 400
    assert "harus diisi" not in answer.content.decode()
    assert phone_messages() == []


def test_wrong_code_changes_nothing(counter: Client) -> None:
    person = with_phone()
    counter.post(page(person), SEND)
    wrong = finish(counter, person, f"{(int(latest_code()) + 1) % 10**6:06d}")

    assert PhoneNumber.objects.get().phone == NUMBER
    assert wrong.status_code == 400
    assert "mencoba 4 kali lagi" in wrong.content.decode()
    finish(counter, person)
    assert PhoneNumber.objects.get(until=None).phone == OTHER


def test_code_for_one_person_does_not_serve_another(counter: Client) -> None:
    person, other = with_phone(), with_phone(phone="+6281300000001")
    counter.post(page(person), SEND)

    finish(counter, other)

    assert PhoneNumber.objects.get(user=other).phone == "+6281300000001"


def test_forgotten_pin_is_deleted_with_a_reason(counter: Client) -> None:
    person = with_phone(pin=PIN)
    counter.post(page(person), {"action": "pin", "p-reason": "Lupa PIN.", "p-seen": "on"})

    assert PhoneNumber.objects.get().pin == ""
    assert PhoneEvent.objects.get().action == "pin_reset"


def test_officials_and_oneself_are_refused(counter: Client, administrator: User) -> None:
    for person in (with_phone(OfficialFactory()), administrator):
        counter.post(page(person), SEND)
        finish(counter, person)

    assert not PhoneEvent.objects.exists()


def test_an_open_session_changes_no_number(counter: Client, administrator: User) -> None:
    person, stale = with_phone(), Client()
    stale.force_login(administrator)
    for answer in (stale.get(page(person)), stale.post(page(person), SEND)):
        assert answer["Location"].startswith("/akun/periksa-sandi/")
    assert phone_messages() == []
    assert counter.post(page(person), SEND).status_code == 302
    assert len(phone_messages()) == 1


def test_counter_is_for_administrators(client: Client) -> None:
    person = with_phone()
    assert client.get(page(person)).status_code == 302
    for stranger, status in (
        (UserFactory(), 302),
        (OfficialFactory(is_demo=True), 403),
    ):
        client.force_login(stranger)
        assert client.get(page(person)).status_code == status
        assert client.post(page(person), SEND).status_code == status
    assert phone_messages() == []


def test_history_is_append_only(counter: Client) -> None:
    person = with_phone(pin=PIN)
    counter.post(page(person), {"action": "pin", "p-reason": "Lupa PIN.", "p-seen": "on"})
    event = PhoneEvent.objects.get()

    assert "Lupa PIN." in counter.get("/admin/accounts/phoneevent/").content.decode()
    assert counter.get("/admin/accounts/phoneevent/add/").status_code == 403
    assert counter.post(f"/admin/accounts/phoneevent/{event.pk}/delete/").status_code == 403


def test_person_in_the_admin_shows_the_masked_number(counter: Client) -> None:
    person = with_phone()
    text = counter.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()

    assert "+62\u00a0812\u2011••••\u20117890" in text
    assert page(person) in text

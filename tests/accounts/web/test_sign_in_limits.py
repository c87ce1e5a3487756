"""Limits of signing in that are no weapons: many through one proxy, and strangers who guess."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from accounts.services.known_devices import cookie_name
from notifications.models import OutboxMessage
from tests.factories.accounts import PASSWORD, OfficialFactory, UserFactory
from tests.factories.letters import letter_text
from tests.factories.second_factor import code_now, give_application

pytestmark = pytest.mark.django_db
WRONG = "salah"
SECOND_FACTOR = "/akun/dua-langkah/masuk/"
NEW_PASSWORD = "tenun-gresik-77"


@pytest.fixture(autouse=True)
def minute() -> Iterator[time_machine.Traveller]:
    """Freeze the time: everything happens in one minute, unless a test moves on."""
    with time_machine.travel("2026-11-23T01:00:00Z", tick=False) as traveller:
        yield traveller


def _sign_in(client: Any, email: str | None, password: str = PASSWORD, **headers: str) -> Any:
    return client.post("/masuk/", {"login": email, "password": password}, **headers).status_code


def _known_device(user: User, **options: str) -> Client:
    """Return a browser with which the person has signed in, and out again."""
    client = Client(**options)  # type: ignore[arg-type]
    assert _sign_in(client, user.email) == 302
    client.post("/keluar/")
    return client


def _lock(user: User, client: Client) -> None:
    assert [_sign_in(client, user.email, WRONG) for _turn in range(6)] == [200] * 5 + [429]


def test_forty_people_sign_in_within_a_minute_through_one_proxy(settings: Any) -> None:
    settings.PORTAL_TRUSTED_PROXIES = 1
    people = [UserFactory() for _turn in range(40)]
    # What the client wrote precedes the proxy's entry and is ignored.
    answers = [
        _sign_in(Client(), person.email, HTTP_X_FORWARDED_FOR=f"6.6.6.6, 203.0.113.{number}")
        for number, person in enumerate(people)
    ]
    assert answers == [302] * 40


@pytest.mark.exhaustive
def test_an_office_of_two_hundred_behind_one_address_opens_at_eight() -> None:
    """Takes some seconds: any limit on the way may count, so all two hundred really sign in."""
    people = [UserFactory() for _turn in range(200)]
    # Some mistype the password first.
    mistyped = [_sign_in(Client(), person.email, WRONG) for person in people[::6]]
    assert mistyped == [200] * 34
    assert [_sign_in(Client(), person.email) for person in people] == [302] * 200


def test_each_client_of_the_proxy_is_locked_by_itself(settings: Any) -> None:
    settings.PORTAL_TRUSTED_PROXIES = 1
    user = UserFactory()
    _lock(user, Client(HTTP_X_FORWARDED_FOR="203.0.113.7"))
    assert _sign_in(Client(), user.email, HTTP_X_FORWARDED_FOR="203.0.113.8") == 302
    forged = "198.51.100.9, 203.0.113.7"
    assert _sign_in(Client(), user.email, HTTP_X_FORWARDED_FOR=forged) == 429


def test_a_subscriber_does_not_escape_the_lock_by_another_address_of_theirs() -> None:
    user = UserFactory()
    _lock(user, Client(REMOTE_ADDR="2001:db8:1:2::1"))
    assert _sign_in(Client(REMOTE_ADDR="2001:db8:1:2::9"), user.email) == 429
    assert _sign_in(Client(REMOTE_ADDR="2001:db8:1:3::9"), user.email) == 302


def test_strangers_never_lock_a_device_that_the_account_knows() -> None:
    user = UserFactory()
    own = _known_device(user)
    _lock(user, Client())
    assert _sign_in(Client(), user.email) == 429
    assert _sign_in(own, user.email) == 302


def test_a_known_device_works_from_any_network_and_counts_its_own_mistakes() -> None:
    user = UserFactory()
    own = _known_device(user)
    statuses = [_sign_in(own, user.email, WRONG, REMOTE_ADDR=f"10.0.0.{turn}") for turn in range(6)]
    # Changing the network helps nobody who found the device.
    assert statuses == [200] * 5 + [429]
    assert _sign_in(own, user.email) == 429
    # Its own mistakes lock neither strangers nor another device of the person.
    assert _sign_in(Client(), user.email) == 302


def test_a_device_is_known_for_those_who_signed_in_on_it_only() -> None:
    user, attacker = UserFactory(), UserFactory()
    theirs = _known_device(attacker)
    _lock(user, theirs)
    assert _sign_in(Client(), user.email) == 429
    both = _known_device(attacker, REMOTE_ADDR="10.0.0.9")
    _sign_in(both, user.email)
    both.post("/keluar/")
    _lock(user, Client(REMOTE_ADDR="10.0.0.9"))
    assert _sign_in(both, user.email) == 302


@pytest.mark.sampled
@pytest.mark.parametrize("cookie", ["", "x", "e30:1abc:xyz", "\0", "a" * 5000])
def test_a_forged_cookie_is_no_known_device(cookie: str) -> None:
    user = UserFactory()
    forger = Client()
    forger.cookies[cookie_name()] = cookie
    _lock(user, forger)
    assert _sign_in(forger, user.email) == 429


def test_the_cookie_is_for_a_year_hidden_from_scripts_and_names_nobody() -> None:
    user = UserFactory()
    client = _known_device(user)
    cookie = client.cookies[cookie_name()]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (31_536_000, True, "Lax")
    assert user.email not in cookie.value
    assert _sign_in(Client(), user.email, WRONG) == 200
    assert AccessAttempt.objects.get().post_data == ""


def test_after_a_year_the_device_is_forgotten(minute: time_machine.Traveller) -> None:
    user = UserFactory()
    own = _known_device(user)
    minute.shift(timedelta(days=365, seconds=1))
    _lock(user, Client())
    assert _sign_in(own, user.email) == 429


def test_wrong_passwords_of_neighbours_stop_no_known_device(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "3/m/ip"}
    user = UserFactory()
    own = _known_device(user)
    spray = [_sign_in(Client(), f"orang.{turn}@lain.example", WRONG) for turn in range(3)]
    assert set(spray) == {200}
    newcomer = UserFactory()
    assert _sign_in(Client(), newcomer.email) == 200
    assert _sign_in(Client(REMOTE_ADDR="10.0.0.9"), newcomer.email) == 302
    assert _sign_in(own, user.email) == 302


def test_a_locked_person_gets_in_at_once_by_the_link_in_the_mail(mail_link: Any) -> None:
    user = UserFactory()
    client = Client()
    _lock(user, client)
    page = client.get(mail_link(client, user), follow=True)
    address = page.redirect_chain[-1][0]
    client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    assert _sign_in(client, user.email, NEW_PASSWORD) == 302
    assert _sign_in(Client(), user.email, NEW_PASSWORD) == 429


@pytest.fixture
def mail_link() -> Any:
    """Return how to request the link to a new password, and to read it."""

    def link(client: Client, user: User) -> str:
        client.post("/akun/sandi/lupa/", {"email": user.email})
        message = OutboxMessage.objects.latest("created_at")
        found = re.search(r"/akun/sandi/lupa/\S+", secret_text(message))
        assert found is not None
        return found.group(0)

    return link


def secret_text(message: OutboxMessage) -> str:
    """Return the body of an account letter."""
    return letter_text(message)


def test_asking_for_the_password_again_is_counted_per_person() -> None:
    first, second = UserFactory(), UserFactory()
    one, other = Client(), Client()
    _sign_in(one, first.email)
    _sign_in(other, second.email)
    for client in (one, other):
        del client.cookies[cookie_name()]
    asked = [
        one.post("/akun/periksa-sandi/", {"password": WRONG}).status_code for _turn in range(6)
    ]
    assert asked[-1] == 429
    assert other.post("/akun/periksa-sandi/", {"password": PASSWORD}).status_code == 302


def test_whoever_stole_the_password_cannot_use_up_the_second_step() -> None:
    official = OfficialFactory(is_demo=False)
    give_application(official)
    own = Client()
    _sign_in(own, official.email)
    assert own.post(SECOND_FACTOR, {"code": code_now()}).status_code == 302
    own.post("/keluar/")
    thief = Client(REMOTE_ADDR="10.0.0.9")
    _sign_in(thief, official.email)
    for _turn in range(7):
        answer = thief.post(SECOND_FACTOR, {"code": "000000"})
    assert "Kode salah terlalu sering" in answer.content.decode()
    _sign_in(own, official.email)
    assert own.post(SECOND_FACTOR, {"code": code_now(steps=1)}).status_code == 302


@pytest.mark.parametrize("name", ["x" * 300 + "@umkm.example", "a\0b@umkm.example", "", " "])
def test_a_name_that_nobody_has_is_answered(name: str) -> None:
    assert [_sign_in(Client(), name, WRONG) for _turn in range(2)] == [200, 200]


def test_people_in_a_hall_sign_up_and_ask_for_a_new_password_from_one_address() -> None:
    asked = [
        Client().post("/akun/sandi/lupa/", {"email": f"orang.{turn}@lain.example"}).status_code
        for turn in range(25)
    ]
    assert asked == [302] * 25
    opened = [
        Client().post("/daftar/", {"email": "bukan email"}).status_code for _turn in range(25)
    ]
    assert opened == [200] * 25


def test_a_letter_that_looks_alike_is_another_address() -> None:
    user = UserFactory(email="pemilik1@umkm.example")
    for spelling in ("pem\u0131l\u0131k1@umkm.example", "pem\u0131lik1@umkm.example"):
        assert _sign_in(Client(), spelling) == 200
    assert not EmailAddress.objects.filter(email__contains="\u0131").exists()
    assert _sign_in(Client(), "PEMILIK1@UMKM.example") == 302
    assert user.email == "pemilik1@umkm.example"


@pytest.mark.parametrize("spelling", ["\u0131da@umkm.example", "\u0130da@umkm.example"])
def test_nobody_keeps_another_out_by_an_address_that_looks_alike(spelling: str) -> None:
    user = UserFactory(email="ida@umkm.example")
    typed = {"name": "Ida", "email": spelling, "password1": "Sangat-panjang-91", "consent": "on"}
    answer = Client().post("/daftar/", typed)
    assert "mirip" in answer.content.decode()
    assert list(User.objects.all()) == [user]
    with pytest.raises(IntegrityError, match="user_email_plain"), transaction.atomic():
        UserFactory(email=spelling.lower())
    assert User.objects.with_address("IDA@umkm.example") == user
    assert User.objects.with_address("ida@um\u212am.example") is None
    assert _sign_in(Client(), "ida@umkm.example") == 302

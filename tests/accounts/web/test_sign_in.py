"""Signing in and out, the lock after wrong passwords, and a new password."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.factories.accounts import PASSWORD, OfficialFactory, UserFactory
from tests.factories.letters import letter_text

pytestmark = pytest.mark.django_db


def _sign_in(client: Client, email: str, password: str = PASSWORD, query: str = "") -> Any:
    return client.post(f"/masuk/{query}", {"login": email, "password": password})


def test_owners_go_to_their_applications(client: Client) -> None:
    assert _sign_in(client, UserFactory().email)["Location"] == "/pengajuan/"


def test_officials_go_to_their_queue(client: Client) -> None:
    assert _sign_in(client, OfficialFactory().email)["Location"] == "/admin/"


def test_people_continue_where_they_were(client: Client) -> None:
    page = client.get("/masuk/?next=/usaha/").content.decode()
    assert '<input type="hidden" name="next" value="/usaha/"' in page
    assert _sign_in(client, UserFactory().email, query="?next=/usaha/")["Location"] == "/usaha/"


def test_nobody_is_sent_to_another_site(client: Client) -> None:
    answer = _sign_in(client, UserFactory().email, query="?next=https://evil.example/")
    assert answer["Location"] == "/pengajuan/"


def test_the_address_is_not_case_sensitive(client: Client) -> None:
    user = UserFactory()
    assert _sign_in(client, user.email.upper()).status_code == 302


def test_a_wrong_password_is_shown_in_the_summary(client: Client) -> None:
    page = _sign_in(client, UserFactory().email, "salah").content.decode()
    assert "Ada yang perlu diperbaiki" in page
    assert "/akun/sandi/lupa/" in page


def test_six_wrong_passwords_lock_and_say_until_when(client: Client) -> None:
    user = UserFactory()
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        for turn in range(5):
            # Another spelling of the address is the same count.
            email = user.email if turn % 2 else user.email.upper()
            assert _sign_in(client, email, "salah").status_code == 200
        locked = _sign_in(client, user.email, "salah")
        assert locked.status_code == 429
        assert locked["Retry-After"] == "900"
        assert "10.15 WIB" in locked.content.decode()
        # A try during the wait lengthens nothing, and even the right password has to wait.
        for password in ("salah", PASSWORD):
            clock.shift(timedelta(minutes=7))
            again = _sign_in(client, user.email, password)
            assert again.status_code == 429
            assert "10.15 WIB" in again.content.decode()
        assert again["Retry-After"] == "60"
        clock.shift(timedelta(minutes=1, seconds=1))
        assert _sign_in(client, user.email).status_code == 302


def test_the_lock_is_of_one_account_from_one_address(client: Client) -> None:
    locked, other = UserFactory(), UserFactory()
    for _turn in range(6):
        _sign_in(client, locked.email, "salah")
    assert _sign_in(client, other.email).status_code == 302
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert _sign_in(elsewhere, locked.email).status_code == 302


def test_unknown_addresses_are_locked_alike(client: Client) -> None:
    statuses = [_sign_in(client, "tidak.ada@umkm.example").status_code for _turn in range(6)]
    assert statuses == [200] * 5 + [429]


def test_success_resets_the_count(client: Client) -> None:
    user = UserFactory()
    for _turn in range(5):
        _sign_in(client, user.email, "salah")
    assert _sign_in(client, user.email).status_code == 302
    client.logout()
    assert _sign_in(client, user.email, "salah").status_code == 200


def test_the_sign_in_form_needs_the_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = _sign_in(client, UserFactory().email)
    assert answer.status_code == 403
    assert "kedaluwarsa" in answer.content.decode()


def test_signing_out_asks_for_confirmation(client: Client) -> None:
    user = UserFactory()
    _sign_in(client, user.email)
    assert "Keluar dari portal?" in client.get("/keluar/").content.decode()
    assert "_auth_user_id" in client.session
    assert client.post("/keluar/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_an_inactive_person_cannot_sign_in(client: Client) -> None:
    user = UserFactory(is_active=False)
    _sign_in(client, user.email)
    assert "_auth_user_id" not in client.session


def test_the_link_sets_a_new_password(client: Client) -> None:
    user = UserFactory()
    answer = client.post("/akun/sandi/lupa/", {"email": user.email}, follow=True)
    assert "sudah dikirim" in answer.content.decode()
    body = letter_text()
    link = re.search(r"https?://[^/\s]+(/akun/sandi/lupa/\S+)", body)
    assert link is not None
    page = client.get(link.group(1), follow=True)
    address = page.redirect_chain[-1][0]
    new = "tenun-gresik-77"
    answer = client.post(address, {"password1": new, "password2": new}, follow=True)
    assert "Kata sandi tersimpan" in answer.content.decode()
    assert _sign_in(Client(), user.email, new).status_code == 302
    assert "tidak berlaku lagi" in Client().get(link.group(1), follow=True).content.decode()


def test_an_unknown_address_gets_the_same_answer(client: Client) -> None:
    answer = client.post("/akun/sandi/lupa/", {"email": "tidak.ada@umkm.example"}, follow=True)
    assert "sudah dikirim" in answer.content.decode()

"""An open session takes no account: what it must not do without a fresh proof."""

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services.tokens import issue_token
from common.dates import clock
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.letters import letter_text
from tests.factories.phones import with_phone
from tests.factories.second_factor import (
    BACKEND,
    code_now,
    give_application,
    give_key,
    proven_client,
    recovery_codes,
)

pytestmark = pytest.mark.django_db
NEW = "tenun-gresik-77-pagi"
# Pages that change how a person signs in, or show it.
PAGES = (
    "account_email", "account_set_password", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes", "account-phone-change", "account-phone-pin",
)  # fmt: skip
PROOFS = ("/akun/periksa-sandi/", "/akun/dua-langkah/", "/akun/ponsel/pastikan/")


def _signed_in(user: User) -> Client:
    client = Client()
    client.post("/masuk/", {"login": user.email, "password": PASSWORD})
    return client


def _prove(client: Client) -> None:
    assert client.post("/akun/periksa-sandi/", {"password": PASSWORD}).status_code == 302


def _is_asked(answer: Any) -> bool:
    return bool(answer.status_code == 302 and answer["Location"].startswith(PROOFS))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_that_changes_a_way_in_asks_again(name: str, method: str) -> None:
    person = UserFactory()
    client = _signed_in(person)
    answer = getattr(client, method)(reverse(name))
    assert _is_asked(answer), (answer.status_code, answer.get("Location"))
    assert f"next={reverse(name)}".replace("/", "%2F") in answer["Location"]


@pytest.mark.parametrize("name", PAGES)
def test_a_visitor_is_asked_to_sign_in_first(name: str) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert "/masuk/" in answer["Location"] or not _is_asked(answer)


def test_an_address_is_added_only_after_the_password() -> None:
    person = UserFactory()
    client = _signed_in(person)
    added = {"action_add": "1", "email": "pencuri@contoh.id"}
    assert _is_asked(client.post("/akun/surel/", added))
    assert not EmailAddress.objects.filter(email="pencuri@contoh.id").exists()
    before = client.cookies["sessionid"].value
    _prove(client)
    assert client.cookies["sessionid"].value != before
    assert client.get("/akun/surel/").status_code == 200
    client.post("/akun/surel/", added)
    assert EmailAddress.objects.filter(email="pencuri@contoh.id", user=person).exists()


def test_a_wrong_password_is_no_proof() -> None:
    client = _signed_in(UserFactory())
    assert client.post("/akun/periksa-sandi/", {"password": "salah-sama-sekali"}).status_code == 200
    assert _is_asked(client.get("/akun/surel/"))


def test_a_proof_is_good_for_five_minutes() -> None:
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as traveller:
        client = _signed_in(UserFactory())
        _prove(client)
        traveller.shift(timedelta(minutes=4, seconds=59))
        assert client.get("/akun/surel/").status_code == 200
        traveller.shift(timedelta(seconds=1))
        assert _is_asked(client.get("/akun/surel/"))


@pytest.mark.parametrize("kind", ["application", "key"])
def test_whoever_has_a_second_factor_proves_that_one(kind: str) -> None:
    person = UserFactory()
    factor = (give_application if kind == "application" else give_key)(person)
    client = Client()
    client.force_login(person, backend=BACKEND)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time(), "id": factor.pk},
        {"method": "password", "at": time.time(), "reauthenticated": True},
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    for address in ("/akun/surel/", "/akun/sandi/ubah/", "/akun/ponsel/ganti/"):
        answer = client.post(address, {"oldpassword": PASSWORD})
        page = "/akun/dua-langkah/periksa/" if kind == "application" else "/kunci/periksa/"
        assert page in answer["Location"], address
    if kind == "application":
        assert client.post("/akun/dua-langkah/periksa/", {"code": code_now()}).status_code == 302
        assert client.get("/akun/surel/").status_code == 200


def test_a_recovery_code_is_a_proof_too() -> None:
    person = UserFactory()
    client = proven_client(person)
    code = recovery_codes(person)[0]
    assert _is_asked(client.get("/akun/surel/"))
    assert client.post("/akun/dua-langkah/periksa/", {"code": code}).status_code == 302
    assert client.get("/akun/surel/").status_code == 200


def test_a_person_with_a_phone_alone_sets_no_factor_on_an_open_session(settings: Any) -> None:
    settings.PHONE_SIGN_IN = True
    person = with_phone()
    client = Client()
    client.force_login(person, backend=BACKEND)
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "account_email", "account_set_password"):
        answer = client.get(reverse(name))
        assert answer["Location"].startswith("/akun/ponsel/pastikan/"), name
    session = client.session
    session["phone_confirmed"] = [person.pk, clock.now().timestamp()]
    session.save()
    assert client.get(reverse("account_set_password")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert not Authenticator.objects.filter(user=person).exists()


class TestPassword:
    FORM = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

    def test_it_needs_the_old_one(self) -> None:
        person = UserFactory()
        client = _signed_in(person)
        assert (
            client.post("/akun/sandi/ubah/", {**self.FORM, "oldpassword": "x"}).status_code == 200
        )
        person.refresh_from_db()
        assert person.check_password(PASSWORD)

    def test_the_keys_stay_unless_they_are_ended_with_it(self) -> None:
        person = UserFactory()
        _plain, kept = issue_token(person, "tetap")
        client = _signed_in(person)
        page = client.get("/akun/sandi/ubah/").content.decode()
        assert 'name="end_tokens"' in page
        assert client.post("/akun/sandi/ubah/", self.FORM).status_code == 302
        kept.refresh_from_db()
        assert kept.is_valid
        again = {"oldpassword": NEW, "password1": f"{NEW} lagi", "password2": f"{NEW} lagi"}
        assert client.post("/akun/sandi/ubah/", {**again, "end_tokens": "on"}).status_code == 302
        kept.refresh_from_db()
        assert not kept.is_valid

    def test_without_keys_nothing_is_asked(self) -> None:
        page = _signed_in(UserFactory()).get("/akun/sandi/ubah/").content.decode()
        assert "end_tokens" not in page

    def test_a_reset_ends_every_session_and_the_keys_at_wish(self) -> None:
        person = UserFactory()
        _plain, key = issue_token(person, "hilang")
        there, visitor = _signed_in(person), Client()
        visitor.post("/akun/sandi/lupa/", {"email": person.email})
        link = _link_in_the_outbox()
        page = visitor.get(link)["Location"]
        typed = {"password1": NEW, "password2": NEW, "end_tokens": "on"}
        assert visitor.post(page, typed).status_code == 302
        key.refresh_from_db()
        assert not key.is_valid
        assert there.get("/pengajuan/").status_code == 302
        assert person.browser_sessions.count() == 0


def test_a_reset_leaves_the_second_factor() -> None:
    person = UserFactory()
    give_application(person)
    visitor = Client()
    visitor.post("/akun/sandi/lupa/", {"email": person.email})
    page = visitor.get(_link_in_the_outbox())["Location"]
    assert visitor.post(page, {"password1": NEW, "password2": NEW}).status_code == 302
    answer = Client().post("/masuk/", {"login": person.email, "password": NEW})
    assert answer["Location"].startswith("/akun/dua-langkah/masuk/")
    assert Authenticator.objects.filter(user=person, type="totp").count() == 1


def test_the_page_of_factors_leads_to_the_sessions() -> None:
    person = UserFactory()
    assert b"/akun/sesi/" in proven_client(person).get("/akun/dua-langkah/").content


def test_every_page_of_the_account_leads_out() -> None:
    client = _signed_in(UserFactory())
    _prove(client)
    assert b'href="/keluar/"' in client.get("/akun/").content
    for address in ("/akun/surel/", "/akun/sesi/", "/akun/sandi/ubah/", "/pengajuan/"):
        assert b'href="/akun/"' in client.get(address).content, address


def _link_in_the_outbox() -> str:
    text = letter_text()
    return text[text.index("/akun/sandi/lupa/") :].split()[0]


class TestSessions:
    def _agent(self, user: User, agent: str) -> Client:
        client = Client(headers={"user-agent": agent})
        client.post("/masuk/", {"login": user.email, "password": PASSWORD})
        return client

    def test_the_page_names_each_and_marks_this_one(self) -> None:
        person = UserFactory()
        phone = self._agent(
            person, "Mozilla/5.0 (Linux; Android 13) Chrome/120.0 Mobile Safari/537"
        )
        self._agent(person, "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/120.0")
        self._agent(UserFactory(), "Mozilla/5.0 (iPhone) Version/17 Safari/604")
        page = phone.get("/akun/sesi/")
        shown = [(each.device, each.is_this) for each in page.context["sessions"]]
        assert shown == [("Chrome · Android", True), ("Firefox · Windows", False)]
        text = page.content.decode()
        assert "127.0.0.1" in text
        assert not any(row.session_key in text for row in person.browser_sessions.all())

    def test_ending_one_asks_for_proof_then_ends_that_one(self) -> None:
        person = UserFactory()
        here, there, third = _signed_in(person), _signed_in(person), _signed_in(person)
        key = there.session.session_key
        (handle,) = {
            each.handle for each in there.get("/akun/sesi/").context["sessions"] if each.is_this
        }
        assert _is_asked(here.post("/akun/sesi/akhiri/", {"session": handle}))
        assert there.get("/pengajuan/").status_code == 200
        _prove(here)
        assert here.post("/akun/sesi/akhiri/", {"session": handle})["Location"] == "/akun/sesi/"
        assert there.get("/pengajuan/").status_code == 302
        assert (here.get("/pengajuan/").status_code, third.get("/pengajuan/").status_code) == (
            200,
            200,
        )
        assert not person.browser_sessions.filter(pk=key).exists()

    def test_ending_all_others_leaves_this_one(self) -> None:
        person, stranger = UserFactory(), _signed_in(UserFactory())
        here, others = _signed_in(person), [_signed_in(person) for _browser in range(2)]
        _prove(here)
        here.post("/akun/sesi/akhiri-lain/")
        assert [each.get("/pengajuan/").status_code for each in others] == [302, 302]
        assert here.get("/pengajuan/").status_code == 200
        assert stranger.get("/pengajuan/").status_code == 200

    @pytest.mark.parametrize("handle", ["", "x" * 32, "../../", "%00"])
    def test_a_handle_of_nobody_ends_nothing(self, handle: str) -> None:
        person = UserFactory()
        here, there = _signed_in(person), _signed_in(person)
        _prove(here)
        here.post("/akun/sesi/akhiri/", {"session": handle})
        assert there.get("/pengajuan/").status_code == 200

    def test_somebody_elses_session_cannot_be_named(self) -> None:
        victim = _signed_in(UserFactory())
        handle = victim.get("/akun/sesi/").context["sessions"][0].handle
        thief = _signed_in(UserFactory())
        _prove(thief)
        thief.post("/akun/sesi/akhiri/", {"session": handle})
        assert victim.get("/pengajuan/").status_code == 200

    def test_this_browser_is_ended_by_signing_out(self) -> None:
        here = _signed_in(UserFactory())
        _prove(here)
        handle = here.get("/akun/sesi/").context["sessions"][0].handle
        assert here.post("/akun/sesi/akhiri/", {"session": handle})["Location"] == "/keluar/"
        assert here.get("/pengajuan/").status_code == 200

    def test_a_new_password_deletes_the_other_sessions(self) -> None:
        person = UserFactory()
        here, _there = _signed_in(person), _signed_in(person)
        here.post("/akun/sandi/ubah/", TestPassword.FORM)
        assert [row.pk for row in person.browser_sessions.all()] == [here.session.session_key]

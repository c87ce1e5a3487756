"""From the form to the confirmed account."""

import re
from typing import Any
from unittest import mock

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import get_hasher
from django.test import Client

from accounts.enums import ConsentPurpose
from accounts.models import Consent, User
from accounts.selectors.consent import current_text
from common.dates import clock
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.letters import letter_text

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Siti Aminah",
    "email": "Siti@Umkm.Example",
    "password1": "batik-tulis-88",
    "consent": "on",
}


def _link() -> str:
    body = letter_text()
    link = re.search(r"https?://[^/\s]+(/akun/\S+)", body)
    assert link is not None
    return link.group(1)


def _sign_up(client: Client, **changes: str) -> Any:
    return client.post("/daftar/", FORM | changes)


def test_the_page_shows_the_text_to_agree_to() -> None:
    page = Client().get("/daftar/").content.decode()
    assert "UU 27/2022" in page
    assert "Versi 2026-11" in page
    assert "placeholder" not in page


def test_an_account_is_opened_with_its_consent(client: Client) -> None:
    answer = _sign_up(client)
    assert (answer.status_code, answer["Location"]) == (302, "/akun/konfirmasi-surel/")
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("siti@umkm.example", "Siti Aminah", "id")
    assert user.check_password("batik-tulis-88")
    assert (user.is_staff, user.is_superuser, user.is_helper) == (False, False, False)
    consent = Consent.objects.get(user=user)
    text = current_text(ConsentPurpose.ACCOUNT, clock.today())
    assert (consent.text, consent.channel, consent.language) == (text, "web", "id")
    assert "Periksa email Anda" in client.get("/akun/konfirmasi-surel/").content.decode()


def test_the_link_confirms_and_signs_in(client: Client) -> None:
    _sign_up(client)
    assert "_auth_user_id" not in client.session
    link = _link()
    assert not EmailAddress.objects.get().verified
    assert "Ya, ini email saya" in client.get(link).content.decode()
    assert not EmailAddress.objects.get().verified
    answer = client.post(link)
    assert (answer.status_code, answer["Location"]) == (302, "/pengajuan/")
    assert EmailAddress.objects.get().verified
    assert "_auth_user_id" in client.session


def test_before_confirming_nobody_signs_in(client: Client) -> None:
    _sign_up(client)
    answer = client.post("/masuk/", {"login": FORM["email"], "password": FORM["password1"]})
    assert answer["Location"] == "/akun/konfirmasi-surel/"
    assert "_auth_user_id" not in client.session


def test_an_expired_link_says_so(client: Client) -> None:
    assert "tidak berlaku lagi" in client.get("/akun/konfirmasi-surel/abc:def/").content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\u200b\u202e"}, "name"),
        ({"name": "Siti \ufffdminah"}, "name"),
        ({"name": "123"}, "name"),
        ({"consent": ""}, "consent"),
        ({"email": "siti"}, "email"),
        ({"password1": "12345678"}, "password1"),
        ({"password1": "pendek"}, "password1"),
    ],
)
def test_invalid_sign_ups_are_refused(client: Client, changes: dict[str, str], field: str) -> None:
    data = {name: value for name, value in (FORM | changes).items() if value}
    answer = client.post("/daftar/", data)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert "Ada yang perlu diperbaiki" in answer.content.decode()
    assert not User.objects.exists()


def test_a_known_address_is_not_revealed(client: Client) -> None:
    known = UserFactory(email="siti@umkm.example")
    answer = _sign_up(client)
    assert (answer.status_code, answer["Location"]) == (302, "/akun/konfirmasi-surel/")
    assert User.objects.get() == known
    assert known.check_password(PASSWORD)
    assert not Consent.objects.exists()


@pytest.mark.parametrize("known", [True, False])
def test_known_and_unknown_addresses_take_one_hash(client: Client, known: bool) -> None:
    """Hashing takes nearly all of the time of a response."""
    if known:
        UserFactory(email="siti@umkm.example")
    hasher = get_hasher()
    with mock.patch.object(
        type(hasher), "encode", autospec=True, side_effect=type(hasher).encode
    ) as encode:
        assert _sign_up(client)["Location"] == "/akun/konfirmasi-surel/"
    assert [call.args[1] for call in encode.call_args_list] == [FORM["password1"]]


def test_an_unreadable_name_says_so(client: Client) -> None:
    errors = _sign_up(client, name="Siti\u2028Aminah").context["form"].errors
    assert errors == {"name": ["Tulis nama dengan huruf, tanpa tanda yang tidak terlihat."]}


def test_the_account_gets_the_language_of_the_page(client: Client) -> None:
    client.cookies["django_language"] = "en"
    _sign_up(client)
    assert User.objects.get().language == "en"
    assert Consent.objects.get().language == "en"

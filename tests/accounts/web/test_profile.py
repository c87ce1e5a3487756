"""The account page."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.enums import ConsentPurpose
from accounts.models import Consent, User
from accounts.services.consent import record_consent
from tests.factories.accounts import PASSWORD, OfficialFactory, UserFactory, has_consented
from tests.factories.second_factor import prove_again
from tests.shown import send_as_shown

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGES = [
    "/akun/",
    "/akun/surel/",
    "/akun/sesi/",
    "/akun/sandi/ubah/",
    "/akun/periksa-sandi/",
    "/keluar/",
]


@pytest.fixture
def user() -> Any:
    return UserFactory()


@pytest.fixture
def signed_in_client(client: Client, user: User) -> Client:
    client.force_login(user, backend=BACKEND)
    return client


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_open_under_the_strict_policy(
    signed_in_client: Client, page: str, language: str
) -> None:
    signed_in_client.cookies["django_language"] = language
    prove_again(signed_in_client)
    answer = signed_in_client.get(page)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert f'<html lang="{language}">' in text
    for forbidden in ("<style", " style=", "onclick=", "javascript:"):
        assert forbidden not in text
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("page", PAGES[:4])
def test_pages_ask_visitors_to_sign_in(client: Client, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/masuk/")


@pytest.mark.parametrize(
    "page", ["/masuk/", "/daftar/", "/akun/sandi/lupa/", "/akun/sandi/lupa/terkirim/",
             "/akun/sandi/lupa/selesai/", "/akun/nonaktif/", "/akun/konfirmasi-surel/"]
)  # fmt: skip
def test_visitors_pages(client: Client, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    assert "<h1>" in answer.content.decode()


def test_name_and_language_are_saved(signed_in_client: Client, user: User) -> None:
    answer = send_as_shown(signed_in_client, "/akun/", {"name": "Siti A.", "language": "en"})
    assert answer["Location"] == "/akun/"
    assert answer.cookies["django_language"].value == "en"
    user.refresh_from_db()
    assert (user.name, user.language) == ("Siti A.", "en")


def test_nobody_promotes_themselves(signed_in_client: Client, user: User) -> None:
    signed_in_client.post(
        "/akun/",
        {"name": "S", "language": "id", "is_staff": "on", "is_superuser": "on", "is_helper": "on"},
    )
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser, user.is_helper) == (False, False, False)


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"name": "\u2066"}, {"name": "!?"}, {"language": "fr"}]
)
def test_invalid_profiles_are_refused(
    signed_in_client: Client, user: User, changes: dict[str, str]
) -> None:
    answer = signed_in_client.post("/akun/", {"name": "S", "language": "id"} | changes)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == list(changes)
    user.refresh_from_db()
    assert user.language == "id"


def test_the_language_switch_is_remembered(signed_in_client: Client, user: User) -> None:
    answer = signed_in_client.post("/bahasa/", {"language": "en", "next": "/akun/"})
    assert answer["Location"] == "/akun/"
    user.refresh_from_db()
    assert user.language == "en"
    signed_in_client.post("/bahasa/", {"language": "xx", "next": "/akun/"})
    user.refresh_from_db()
    assert user.language == "en"


def test_a_visitor_may_switch_too(client: Client) -> None:
    answer = client.post("/bahasa/", {"language": "en", "next": "/"})
    assert answer.cookies["django_language"].value == "en"


def test_consent_is_withdrawn_and_given_again(signed_in_client: Client, user: User) -> None:
    record_consent(user, purpose=ConsentPurpose.ACCOUNT, channel="web", language="id")
    address = "/akun/persetujuan/account/"
    assert "Tarik persetujuan" in signed_in_client.get("/akun/").content.decode()
    signed_in_client.post(address, {"answer": "withdraw"})
    assert not has_consented(user, ConsentPurpose.ACCOUNT)
    assert "Setujui lagi" in signed_in_client.get("/akun/").content.decode()
    signed_in_client.post(address, {"answer": "give"})
    assert has_consented(user, ConsentPurpose.ACCOUNT)


def test_only_a_consent_given_before_can_be_answered(signed_in_client: Client) -> None:
    for purpose in ("lender", "unknown"):
        answer = signed_in_client.post(f"/akun/persetujuan/{purpose}/", {"answer": "give"})
        assert answer.status_code == 404
    assert not Consent.objects.exists()
    assert signed_in_client.get("/akun/persetujuan/account/").status_code == 405


def test_queries_do_not_grow_with_consents(
    signed_in_client: Client, user: User, django_assert_num_queries: Any
) -> None:
    record_consent(user, purpose=ConsentPurpose.ACCOUNT, channel="web", language="id")
    signed_in_client.get("/akun/")
    with django_assert_num_queries(7):
        signed_in_client.get("/akun/")
    for purpose in (ConsentPurpose.LENDER, ConsentPurpose.ON_BEHALF):
        record_consent(user, purpose=purpose, channel="web", language="id")
    with django_assert_num_queries(7):
        signed_in_client.get("/akun/")


def test_the_password_is_changed_with_the_old_one(signed_in_client: Client, user: User) -> None:
    new = "tenun-gresik-77"
    signed_in_client.post(
        "/akun/sandi/ubah/", {"oldpassword": "salah", "password1": new, "password2": new}
    )
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    signed_in_client.post(
        "/akun/sandi/ubah/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    user.refresh_from_db()
    assert user.check_password(new)


def test_a_second_address_is_added_and_removed(signed_in_client: Client, user: User) -> None:
    prove_again(signed_in_client)
    signed_in_client.post("/akun/surel/", {"action_add": "1", "email": "lain@umkm.example"})
    assert EmailAddress.objects.filter(user=user).count() == 2
    page = signed_in_client.get("/akun/surel/").content.decode()
    assert "Belum dikonfirmasi" in page
    signed_in_client.post("/akun/surel/", {"action_remove": "1", "email": "lain@umkm.example"})
    assert EmailAddress.objects.get(user=user).email == user.email


def test_an_official_opens_the_same_page(client: Client) -> None:
    client.force_login(OfficialFactory(), backend=BACKEND)
    assert client.get("/akun/").status_code == 200

"""The second factor: setting it up, using it, losing it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings

from accounts.enums import Role
from accounts.models import User
from notifications.models import OutboxMessage
from tests.factories.accounts import PASSWORD, OfficialFactory, UserFactory
from tests.factories.letters import letter_subject, letter_text
from tests.factories.second_factor import (
    BACKEND,
    SECRET,
    code_now,
    give_application,
    proven_client,
    recovery_codes,
    sign_in,
)

pytestmark = pytest.mark.django_db
INDEX = "/akun/dua-langkah/"


@pytest.fixture
def official() -> User:
    user: User = OfficialFactory(is_demo=False)
    return user


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _set_up(client: Client) -> Any:
    """Set an application up as a person does; return the page of the recovery codes."""
    client.post(f"{INDEX}aplikasi/pasang/")
    client.post("/akun/periksa-sandi/", {"password": PASSWORD})
    client.get(f"{INDEX}aplikasi/pasang/")
    secret = client.session["mfa.totp.secret"]
    return client.post(f"{INDEX}aplikasi/pasang/", {"code": code_now(secret)}, follow=True)


def test_an_official_is_redirected_to_set_one_up_and_then_back(
    client: Client, official: User
) -> None:
    assert sign_in(client, official, target="/admin/laporan/") == "/admin/laporan/"
    redirect = client.get("/admin/laporan/")
    assert redirect["Location"] == f"{INDEX}?next=%2Fadmin%2Flaporan%2F"
    assert "Pasang langkah kedua untuk melanjutkan" in _text(client.get(redirect["Location"]))
    before = client.session.session_key
    answer = _set_up(client)
    assert answer.redirect_chain[-1][0] == f"{INDEX}kode-cadangan/"
    page = _text(answer)
    assert len(re.findall(r"<code>\d{8}</code>", page)) == 10
    assert 'href="/admin/laporan/"' in page
    assert client.session.session_key != before
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("page", ["/pengajuan/", "/akun/", "/pesan/", "/usaha/"])
def test_before_the_second_factor_an_official_is_anonymous(
    client: Client, official: User, page: str
) -> None:
    client.force_login(official, backend=BACKEND)
    answer = client.get(page)
    assert answer["Location"] == f"/masuk/?next={page}"
    target = client.get(answer["Location"])["Location"]
    assert target.startswith(INDEX)


def test_before_the_second_factor_the_api_refuses_an_official(
    client: Client, official: User
) -> None:
    client.force_login(official, backend=BACKEND)
    answer = client.get("/api/v1/queue/")
    assert answer.status_code == 403
    assert [fault["code"] for fault in answer.json()["errors"]] == ["second_factor_required"]
    assert client.get("/api/v1/schemes/").status_code == 200
    assert proven_client(official).get("/api/v1/queue/").status_code == 200


@pytest.mark.parametrize(
    ("fields", "is_required"),
    [
        ({"is_staff": True}, True),
        ({"is_superuser": True}, True),
        ({"is_staff": True, "is_active": True, "is_demo": True}, False),
        ({}, False),
    ],
)
def test_who_needs_a_second_factor(
    client: Client, fields: dict[str, bool], is_required: bool
) -> None:
    client.force_login(UserFactory(**{"is_demo": False, **fields}), backend=BACKEND)
    assert (client.get("/akun/").status_code == 302) is is_required


def test_a_posting_requires_it_only_while_in_force(client: Client) -> None:
    user = UserFactory()
    client.force_login(user, backend=BACKEND)
    assert client.get("/akun/").status_code == 200
    OfficialFactory(user=user, role=Role.PARTNER, is_demo=False)
    assert client.get("/akun/").status_code == 302
    posting = user.postings.get()
    posting.valid_to = posting.valid_from
    posting.save()
    assert client.get("/akun/").status_code == 200


def test_demo_people_are_exempt_only_where_there_is_demo_data(client: Client) -> None:
    client.force_login(OfficialFactory(), backend=BACKEND)
    assert client.get("/admin/").status_code == 200
    with override_settings(PORTAL_DEMO=False):
        assert client.get("/admin/")["Location"].startswith(INDEX)


def test_signing_in_requires_the_code_before_anything_opens(client: Client, official: User) -> None:
    give_application(official)
    assert sign_in(client, official) == f"{INDEX}masuk/"
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    answer = client.post(f"{INDEX}masuk/", {"code": code_now()})
    assert answer["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_clocks_may_differ_by_half_a_minute(client: Client, official: User, steps: int) -> None:
    give_application(official)
    sign_in(client, official)
    answer = client.post(f"{INDEX}masuk/", {"code": code_now(steps=steps)})
    assert answer.status_code == 302


@pytest.mark.parametrize("steps", [-2, 2])
def test_clocks_may_not_differ_by_more(client: Client, official: User, steps: int) -> None:
    give_application(official)
    sign_in(client, official)
    answer = client.post(f"{INDEX}masuk/", {"code": code_now(steps=steps)})
    assert "Kode tidak cocok" in _text(answer)


def test_a_code_works_once_while_it_is_accepted(official: User) -> None:
    give_application(official)
    with time_machine.travel("2026-11-23T03:00:01Z", tick=False) as clock:
        code = code_now(steps=1)
        for wait, status in ((0, 302), (31, 200), (20, 200)):
            clock.shift(timedelta(seconds=wait))
            client = Client()
            sign_in(client, official)
            assert client.post(f"{INDEX}masuk/", {"code": code}).status_code == status


def test_a_recovery_code_works_once(official: User) -> None:
    give_application(official)
    code = recovery_codes(official)[0]
    for status in (302, 200):
        client = Client()
        sign_in(client, official)
        assert client.post(f"{INDEX}masuk/", {"code": code}).status_code == status
    assert len(recovery_codes(official)) == 9


def test_six_wrong_codes_lock_the_person_from_every_address(official: User) -> None:
    give_application(official)
    with time_machine.travel("2026-11-23T03:00:01Z", tick=False) as clock:
        for turn in range(6):
            client = Client(REMOTE_ADDR=f"10.0.0.{turn}")
            sign_in(client, official)
            answer = client.post(f"{INDEX}masuk/", {"code": "000000"})
            assert "Kode tidak cocok" in _text(answer)
        client = Client(REMOTE_ADDR="10.0.0.9")
        sign_in(client, official)
        answer = client.post(f"{INDEX}masuk/", {"code": code_now()})
        assert "Kode salah terlalu sering" in _text(answer)
        clock.shift(timedelta(minutes=15, seconds=1))
        sign_in(client, official)
        assert client.post(f"{INDEX}masuk/", {"code": code_now()}).status_code == 302


def test_secrets_are_encrypted_in_the_database(official: User) -> None:
    give_application(official)
    stored = {row.type: row.data for row in Authenticator.objects.filter(user=official)}
    assert SECRET not in str(stored)
    assert not set(recovery_codes(official)) & set(str(stored).split())
    assert len(stored["recovery_codes"]["seed"]) > 100


def test_a_session_older_than_the_factor_uses_it_before_it_may_change_it(
    client: Client, official: User
) -> None:
    client.force_login(official, backend=BACKEND)
    give_application(official)
    for page in ("", "aplikasi/lepas/", "kode-cadangan/", "kunci/tambah/"):
        answer = client.get(INDEX + page)
        assert answer[
            "Location"
        ] == f"{INDEX}periksa/?next=%2Fakun%2Fdua-langkah%2F" + page.replace("/", "%2F")
    target = client.get("/admin/")["Location"]
    assert target == f"{INDEX}periksa/?next=%2Fadmin%2F"
    assert "Pakai kata sandi" not in _text(client.get(target))
    # Entering the password again is no second factor.
    client.post("/akun/periksa-sandi/", {"password": PASSWORD})
    assert client.get("/admin/").status_code == 302
    before = client.session.session_key
    answer = client.post(target, {"code": code_now()})
    assert answer["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert client.session.session_key != before


def test_removing_the_last_one_requires_it_and_leads_to_set_up(official: User) -> None:
    client = proven_client(official)
    removal = f"{INDEX}aplikasi/lepas/"
    assert client.post(removal)["Location"].startswith(f"{INDEX}periksa/")
    assert Authenticator.objects.filter(user=official).count() == 2
    client.post(f"{INDEX}periksa/", {"code": code_now()})
    client.post(removal)
    assert not Authenticator.objects.filter(user=official).exists()
    assert client.get("/admin/")["Location"] == f"{INDEX}?next=%2Fadmin%2F"


def test_removing_it_is_notified_by_mail(official: User) -> None:
    client = proven_client(official)
    client.post(f"{INDEX}periksa/", {"code": code_now()})
    client.post(f"{INDEX}aplikasi/lepas/")
    letter = OutboxMessage.objects.get()
    assert letter.address == official.email
    assert letter_subject(letter) == "Aplikasi autentikator dilepas"
    assert "segera buat kata sandi baru" in letter_text(letter)


def test_owners_may_have_one_and_need_not(client: Client) -> None:
    owner = UserFactory()
    sign_in(client, owner)
    assert client.get("/pengajuan/").status_code == 200
    page = _text(client.get(INDEX))
    assert "Pasang langkah kedua untuk melanjutkan" not in page
    give_application(owner)
    assert sign_in(Client(), owner) == f"{INDEX}masuk/"


def test_nobody_is_redirected_to_another_site(client: Client, official: User) -> None:
    client.force_login(official, backend=BACKEND)
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"):
        client.get(INDEX, {"next": target})
        assert "second_factor_next" not in client.session
    client.get(INDEX, {"next": "/admin/laporan/"})
    assert client.session["second_factor_next"] == "/admin/laporan/"


def test_another_persons_key_is_not_found(official: User) -> None:
    other = Authenticator.objects.create(
        user=UserFactory(), type=Authenticator.Type.WEBAUTHN, data={"name": "Lain"}
    )
    client = proven_client(official)
    client.post(f"{INDEX}periksa/", {"code": code_now()})
    for page in ("lepas", "ubah"):
        assert client.get(f"{INDEX}kunci/{other.pk}/{page}/").status_code == 404
        assert client.post(f"{INDEX}kunci/{other.pk}/{page}/").status_code == 404
    assert Authenticator.objects.filter(pk=other.pk).exists()

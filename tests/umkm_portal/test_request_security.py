"""Redirects, hosts, CSRF and HTTP methods, for all URLs."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from tests.access.addresses import Address, addresses
from tests.access.tables import tables
from tests.factories.accounts import PASSWORD, OfficialFactory, UserFactory
from tests.factories.letters import letter_text
from tests.factories.second_factor import BACKEND, code_now, give_application

pytestmark = pytest.mark.django_db
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://testserver@evil.example/",
    "https://evil.example\\@testserver/",
    " //evil.example",
    "/\t/evil.example",
)
OWN = re.compile(r"^(https?://testserver)?/(?![/\\])")
PLAIN = [a for a in addresses() if "<" not in a.route]


def _is_own(answer: Any) -> bool:
    return answer.status_code != 302 or bool(OWN.match(answer["Location"]))


@pytest.mark.sampled
@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_redirect_leads_to_another_site(target: str) -> None:
    user, official = UserFactory(), OfficialFactory(is_demo=False)
    give_application(official)
    typed = {"login": user.email, "password": PASSWORD}
    answers = [
        Client().post("/masuk/", {**typed, "next": target}),
        Client().post("/masuk/", typed, query_params={"next": target}),
        Client().get("/admin/login/", {"next": target}),
        Client().post("/bahasa/", {"language": "en", "next": target}),
        Client().post("/bahasa/", {"language": "en"}, headers={"referer": target.strip()}),
    ]
    second = Client()
    second.post("/masuk/", {"login": official.email, "password": PASSWORD, "next": target})
    answers.append(second.post("/akun/dua-langkah/masuk/", {"code": code_now()}))
    signed_in = Client()
    signed_in.force_login(user, backend=BACKEND)
    answers += [
        signed_in.get("/masuk/", {"next": target}),
        signed_in.post("/akun/periksa-sandi/", {"password": PASSWORD, "next": target}),
        signed_in.post("/keluar/", {"next": target}),
    ]
    without_second_factor = Client()
    without_second_factor.force_login(OfficialFactory(is_demo=False), backend=BACKEND)
    redirected = without_second_factor.get("/masuk/", {"next": target})
    answers += [redirected, without_second_factor.get(redirected["Location"])]
    assert [a["Location"] for a in answers if not _is_own(a)] == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_HOST": "evil.example"}, 400),
        ({"HTTP_HOST": "testserver:80@evil.example"}, 400),
        ({"HTTP_HOST": "testserver", "HTTP_X_FORWARDED_HOST": "evil.example"}, 200),
    ],
)
def test_an_invented_host_is_refused_or_ignored(headers: dict[str, str], status: int) -> None:
    answer = Client(**headers).get("/masuk/")  # type: ignore[arg-type]
    assert answer.status_code == status
    assert "evil.example" not in answer.content.decode()


def test_mail_never_contains_an_invented_host() -> None:
    user = UserFactory()
    Client().post(
        "/akun/sandi/lupa/", {"email": user.email}, headers={"x-forwarded-host": "evil.example"}
    )
    body = letter_text()
    assert "evil.example" not in body
    assert "http://127.0.0.1:8000/akun/sandi/lupa/" in body


def _posted() -> list[Address]:
    return [
        address
        for address in addresses()
        if not address.is_api
        and any(row.verb == "POST" for row in tables().get(address.route, {}).values())
    ]


def _any_path(address: Address) -> str:
    parts = {
        piece.split(":")[-1]: str(UUID(int=1)) if piece.startswith("uuid:") else "1"
        for piece in re.findall(r"<([^>]+)>", address.route)
    }
    return address.path({**parts, "app_label": "programs"})


def test_every_form_needs_its_csrf_token() -> None:
    """Also for pages that the person may not open, so that another site's form learns nothing."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(is_staff=True, is_superuser=True), backend=BACKEND)
    taken = [
        path
        for path in map(_any_path, _posted())
        if client.post(path, {"reason": "uji"}).status_code != 403
    ]
    assert taken == []


def test_the_api_needs_the_csrf_token_with_a_session() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(), backend=BACKEND)
    for address in addresses():
        if address.is_api and "POST" in address.methods and "eligibility" not in address.route:
            answer = client.post(_any_path(address), {}, content_type="application/json")
            assert (address.route, answer.status_code) == (address.route, 403)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "PROPFIND"])
def test_unusual_methods_reveal_nothing(method: str) -> None:
    client = Client(raise_request_exception=False)
    for address in PLAIN:
        cache.clear()
        path = address.path({})
        answer: Any = client.generic(method, path, headers={"x-rahasia": "jangan-dipantulkan"})
        assert answer.status_code < 500 or path == "/readyz", path
        if not answer.streaming:
            assert b"jangan-dipantulkan" not in answer.content, path
        if method == "HEAD":
            assert answer.content == b"", path
            assert answer.status_code == client.get(path).status_code, path


def test_a_wrong_url_in_the_admin_shows_the_officials_navigation(client: Client) -> None:
    client.force_login(OfficialFactory(), backend=BACKEND)
    answer = client.get("/admin/tidak/ada/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert 'class="bar"' in page
    assert 'class="bar"' not in Client().get("/tidak-ada/").content.decode()


def test_a_person_who_is_no_official_reads_why(client: Client) -> None:
    client.force_login(UserFactory(), backend=BACKEND)
    answer = client.get("/admin/laporan/", follow=True)
    assert answer.status_code == 403
    assert "bukan untuk akun Anda" in answer.content.decode()

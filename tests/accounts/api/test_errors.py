"""Every error response has the same shape."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.services.tokens import issue_token
from common.errors import BUSY_SECONDS
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.api.probe_urls")]


def _error(code: str, field: str | None, message: str) -> dict[str, str | None]:
    return {"code": code, "field": field, "message": message}


@pytest.mark.parametrize(
    ("name", "status", "errors"),
    [
        ("many", 400, [_error("short", "nib", "13 angka"), _error("x", None, "?")]),
        ("not_permitted", 403, [_error("not_yours", None, "Bukan milik Anda.")]),
        ("domain_not_found", 404, [_error("no_such", None, "Tidak ada.")]),
        ("conflict", 409, [_error("stale", None, "Sudah ditarik.")]),
        ("too_many", 429, [_error("slow_down", None, "Pelan-pelan.")]),
        ("busy", 503, [_error("busy", None, "Sibuk.")]),
        ("django", 400, [_error("invalid", "name", "Kosong.")]),
        (
            "nested",
            400,
            [
                _error("not_a_number", "answers.tenor_months", "Angka."),
                _error("invalid", "offers.1.id", "Wajib."),
                _error("invalid", None, "Semua salah."),
            ],
        ),
    ],
)
def test_refusals(name: str, status: int, errors: list[Any]) -> None:
    answer = APIClient().get(f"/api/refuse/{name}/")
    assert (answer.status_code, answer.json()) == (status, {"errors": errors})


def test_a_missing_row_reveals_nothing() -> None:
    answer = APIClient().get("/api/refuse/http404/")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["code"] == "not_found"
    assert "secret" not in answer.content.decode()


def test_too_many_requests_say_when_to_retry() -> None:
    assert APIClient().get("/api/refuse/too_many/")["Retry-After"] == "30"


def test_a_busy_portal_says_when_to_retry() -> None:
    assert APIClient().get("/api/refuse/busy/")["Retry-After"] == str(BUSY_SECONDS)


def test_a_visitor_is_asked_to_authenticate() -> None:
    answer = APIClient().get("/api/who/")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Token")
    assert answer.json()["errors"][0]["code"] == "not_authenticated"


@pytest.mark.parametrize("header", ["Token", "Token a b", "Token wrong", "Token \u00e9"])
def test_a_wrong_key_is_401_even_on_a_public_endpoint(header: str) -> None:
    answer = APIClient().get("/api/refuse/conflict/", HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["code"] == "authentication_failed"


def test_a_key_authenticates_its_owner() -> None:
    user = UserFactory()
    plain, _row = issue_token(user, "test")
    answer = APIClient().get("/api/who/", HTTP_AUTHORIZATION=f"token {plain}")
    assert answer.json() == {"email": user.email}


@pytest.mark.parametrize(
    ("body", "media", "status", "code", "field"),
    [
        (b"{", "application/json", 400, "parse_error", None),
        (b"a", "text/plain", 415, "unsupported_media_type", None),
        (b"{}", "application/json", 400, "required", "tenor_months"),
        (b'{"tenor_months": 0}', "application/json", 400, "min_value", "tenor_months"),
    ],
)
def test_an_unreadable_body_is_refused(
    body: bytes, media: str, status: int, code: str, field: str | None
) -> None:
    client = APIClient()
    client.force_authenticate(UserFactory())
    answer = client.generic("POST", "/api/who/", body.decode(), content_type=media)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"], error["field"]) == (status, code, field)


def test_an_unknown_address_is_404() -> None:
    answer = APIClient().get("/api/nowhere/")
    assert answer.status_code == 404
    assert answer.json() == {"errors": [_error("not_found", None, "Tidak ditemukan.")]}


def test_the_session_needs_the_csrf_token() -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/who/").status_code == 200
    answer = client.post("/api/who/", {"tenor_months": 1}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "permission_denied")

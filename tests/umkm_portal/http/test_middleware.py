"""Which answers caches may keep, and which requests are not read."""

from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.services.tokens import issue_token
from tests.factories.accounts import PASSWORD, OfficialFactory, UserFactory
from umkm_portal.http.middleware import ReadableRequestMiddleware

BACKEND = "django.contrib.auth.backends.ModelBackend"
PRIVATE = "private, no-store"
TOO_MUCH = settings.REQUEST_MAX_BYTES + 1


@pytest.fixture
def inside(client: Client) -> Client:
    client.force_login(UserFactory(), backend=BACKEND)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/akun/", "/pengajuan/", "/tidak-ada/", "/api/v1/schemes/"])
def test_pages_of_a_signed_in_person_are_not_cached(inside: Client, path: str) -> None:
    assert inside.get(path)["Cache-Control"] == PRIVATE


@pytest.mark.django_db
def test_pages_of_officials_are_not_cached(client: Client) -> None:
    client.force_login(OfficialFactory(), backend=BACKEND)
    assert "no-store" in client.get("/admin/")["Cache-Control"]


@pytest.mark.django_db
def test_responses_to_a_token_are_not_cached(client: Client) -> None:
    plain, _token = issue_token(UserFactory(), "uji")
    answer = client.get("/api/v1/applications/", headers={"Authorization": f"Token {plain}"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, PRIVATE)


@pytest.mark.django_db
def test_pages_of_visitors_have_no_cache_control(client: Client) -> None:
    answer = client.get("/")
    assert (answer.status_code, "Cache-Control" in answer) == (200, False)


@pytest.mark.django_db
def test_the_sign_in_response_is_not_cached(client: Client) -> None:
    user = UserFactory()
    client.cookies["django_language"] = "id"
    answer = client.post("/masuk/", {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == "/pengajuan/"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_page_that_needs_no_person_makes_no_query(
    inside: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert inside.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_signing_out_empties_the_cache(inside: Client) -> None:
    assert "Clear-Site-Data" not in inside.get("/keluar/")
    answer = inside.post("/keluar/")
    assert (answer["Location"], answer["Clear-Site-Data"]) == ("/", '"cache", "storage"')
    assert "_auth_user_id" not in inside.session


@pytest.mark.parametrize("path", ["/cek/?usaha=a%00b", "/cek/?a%00=b", "/us%00aha/", "/?a=1&a=%00"])
def test_nul_is_400(client: Client, path: str) -> None:
    """No database mark: a query would fail this test."""
    answer = client.get(path)
    assert answer.status_code == 400
    assert "Permintaan ini tidak dapat dibaca" in answer.content.decode()


def test_nul_is_400_for_programs(client: Client) -> None:
    answer = client.get("/api/v1/schemes/?q=%00")
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"code": "bad_request", "field": None, "message": "Permintaan tidak dapat dibaca."}
    ]


class _Unread:
    def read(self, *_size: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize(
    ("path", "text"), [("/masuk/", "Berkas terlalu besar"), ("/api/v1/enterprises/", "too_large")]
)
def test_too_much_is_413_and_not_read(client: Client, path: str, text: str) -> None:
    sent: dict[str, Any] = {"CONTENT_LENGTH": str(TOO_MUCH), "wsgi.input": _Unread()}
    answer = client.generic("POST", path, **sent)
    assert answer.status_code == 413
    assert text in answer.content.decode()


@pytest.mark.parametrize("length", [str(TOO_MUCH - 1), "", "x"])
def test_the_limit_itself_is_let_through(length: str) -> None:
    def arrived(request: HttpRequest) -> HttpResponse:
        return HttpResponse("arrived")

    request = RequestFactory().get("/", CONTENT_LENGTH=length)
    assert ReadableRequestMiddleware(arrived)(request).content == b"arrived"


def test_the_limit_holds_a_document_and_its_form() -> None:
    assert settings.REQUEST_MAX_BYTES == 12 * 1024 * 1024

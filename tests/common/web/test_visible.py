"""Texts that look alike are equal everywhere: pages, searches, JSON; passwords stay as typed."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client, RequestFactory

from accounts.models import User
from common.web.visible import VisibleTextMiddleware, visible_data
from tests.api.client import V1, client_for
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import owned_enterprise, typed_enterprise


def passed_through(request: HttpRequest, view: Any = lambda _request: None) -> HttpRequest:
    middleware = VisibleTextMiddleware(lambda _request: HttpResponse())
    middleware(request)
    middleware.process_view(request, view, (), {})
    return request


def test_a_form_and_a_search_are_cleaned() -> None:
    sent = {"name": "\u200bToko\u00a0Sari", "kode": ["\u200e１", "2"], "password": "\u200bx\u00a0"}
    request = RequestFactory().post("/?q=%E2%80%8BBatik%C2%A0Ayu", sent)
    seen = passed_through(request)
    assert seen.GET["q"] == "Batik Ayu"
    assert (seen.POST["name"], seen.POST.getlist("kode")) == ("Toko Sari", ["1", "2"])
    assert seen.POST["password"] == "\u200bx\u00a0"


def test_a_body_that_a_view_reads_itself_is_left_alone() -> None:
    def view(_request: HttpRequest) -> None:
        return None

    view.csrf_exempt = True  # type: ignore[attr-defined]
    request = passed_through(RequestFactory().post("/", {"a": "\u200bb"}), view)
    assert not hasattr(request, "_post")
    json = RequestFactory().post("/", "{}", content_type="application/json")
    assert not hasattr(passed_through(json), "_post")


def test_ordinary_data_is_not_copied() -> None:
    data = QueryDict("a=b&a=c")
    assert visible_data(data) is data


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "stored"),
    [("si\u200bti@contoh.example\u00ad", "siti@contoh.example"), ("b@contoh.example", "")],
)
def test_one_mailbox_has_one_account(client: Client, typed: str, stored: str) -> None:
    UserFactory(email="siti@contoh.example")
    sent = {
        "name": "Siti\u00a0Aminah",
        "email": typed,
        "password1": "batik-tulis-88",
        "consent": "on",
    }
    client.post("/daftar/", sent)
    addresses = sorted(map(str, User.objects.values_list("email", flat=True)))
    assert addresses == sorted({"siti@contoh.example", stored or typed})
    assert User.objects.filter(name="Siti Aminah").exists() is (not stored)


@pytest.mark.django_db
def test_a_name_through_the_api_is_what_people_see() -> None:
    user = UserFactory()
    _user, enterprise = owned_enterprise(user)
    path = f"{V1}/enterprises/{enterprise.pk}/"
    answer = client_for(user).patch(path, {"name": "Ｔoko\u00ad \u202eSari"})
    assert (answer.status_code, answer.json()["name"]) == (200, "Toko Sari")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"name": ', "Isi permintaan bukan JSON yang benar: periksa baris 1, huruf 10."),
        (b"\xff\xfe", "Isi permintaan bukan UTF-8."),
        (b'{"a": NaN}', "Isi permintaan bukan JSON yang benar."),
        (b"[1]", "Isi permintaan harus objek JSON."),
        (b'{"a":' * 25 + b"1" + b"}" * 25, "JSON terlalu dalam: paling banyak 20 tingkat."),
        (b'{"name": 7}', "Harus teks."),
    ],
)
def test_what_is_wrong_with_json_is_said_in_indonesian(body: bytes, words: str) -> None:
    client = client_for(UserFactory())
    answer = client.post(f"{V1}/enterprises/", body, content_type="application/json")
    messages = {entry["field"]: entry["message"] for entry in answer.json()["errors"]}
    assert answer.status_code == 400
    assert messages.get(None, messages.get("name")) == words


@pytest.mark.django_db
def test_refusals_of_the_framework_are_in_indonesian_too() -> None:
    client = client_for(UserFactory())
    body = typed_enterprise()
    answers = [
        client.post(f"{V1}/enterprises/", body, content_type="text/plain"),
        client.delete(f"{V1}/enterprises/"),
        client_for().get(f"{V1}/enterprises/"),
    ]
    words = [answer.json()["errors"][0]["message"] for answer in answers]
    assert [answer.status_code for answer in answers] == [415, 405, 401]
    assert not any("not" in text or "Unsupported" in text for text in words), words

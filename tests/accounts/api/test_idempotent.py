"""The header `Idempotency-Key` through HTTP."""

import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.parsers import MultiPartParser
from rest_framework.test import APIClient

from accounts.models import IdempotencyKey, User
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.api.probe_urls")]


@pytest.fixture
def client() -> APIClient:
    client = APIClient()
    client.force_authenticate(UserFactory())
    return client


def _make(client: APIClient, body: dict[str, Any], key: str | None = "k") -> Any:
    headers: dict[str, Any] = {} if key is None else {"HTTP_IDEMPOTENCY_KEY": key}
    return client.post("/api/make/", body, format="json", **headers)


def test_the_same_key_and_body_is_done_once(client: APIClient) -> None:
    first, second = _make(client, {"a": 1, "b": 2}), _make(client, {"b": 2, "a": 1})
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert User.objects.filter(email__startswith="dibuat").count() == 1
    assert "62812" not in str(IdempotencyKey.objects.get().answer)


def test_a_number_in_the_body_cannot_be_searched_for(client: APIClient, settings: Any) -> None:
    """A thief of the table can compute a plain hash of every NIK, but not a keyed one."""
    body = {"nik": "3578014107800001"}
    _make(client, body)
    stored = IdempotencyKey.objects.get()
    assert len(stored.request_digest) == 64
    sent = f"POST /api/make/\n{json.dumps(body)}"
    for guess in (sent, f"{stored.user_id} {sent}"):
        assert stored.request_digest != hashlib.sha256(guess.encode()).hexdigest()
    settings.INDEX_KEY = b"j" * 32
    assert _make(client, body).status_code == 409


def test_equal_bodies_of_two_people_look_different(client: APIClient) -> None:
    _make(client, {"a": 1})
    client.force_authenticate(UserFactory())
    _make(client, {"a": 1})
    assert IdempotencyKey.objects.values("request_digest").distinct().count() == 2


def test_another_body_is_409(client: APIClient) -> None:
    _make(client, {"a": 1})
    answer = _make(client, {"a": 2})
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == "idempotency_mismatch"


def test_without_a_key_everything_is_done(client: APIClient) -> None:
    assert _make(client, {}, None).json()["id"] != _make(client, {}, None).json()["id"]


def test_a_visitor_has_no_keys() -> None:
    client = APIClient()
    assert _make(client, {}).json()["id"] != _make(client, {}).json()["id"]


def test_a_refusal_is_undone_and_not_stored(client: APIClient) -> None:
    assert _make(client, {"refuse": True}).status_code == 409
    assert not User.objects.filter(email__startswith="dibuat").exists()
    assert not IdempotencyKey.objects.exists()
    assert _make(client, {}).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb"])
def test_keys_that_are_refused(client: APIClient, key: str) -> None:
    answer = _make(client, {}, key)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "invalid_idempotency_key"
    assert _make(client, {}, "x" * 200).status_code == 201


def test_uploads_are_distinguished_by_content(
    client: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send(content: bytes) -> Any:
        body = {"file": SimpleUploadedFile("ktp.jpg", content)}
        return client.post("/api/make/", body, format="multipart", HTTP_IDEMPOTENCY_KEY="k")

    monkeypatch.setattr(
        "tests.accounts.api.probe_urls.Make.parser_classes", [MultiPartParser], raising=False
    )
    first, again, other = send(b"abc"), send(b"abc"), send(b"abd")
    assert first.json()["size"] == 3
    assert again.json() == first.json()
    assert other.status_code == 409

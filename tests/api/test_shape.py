"""What holds for every address under /api/."""

import re
from typing import Any

import pytest
from django.test import override_settings

from tests.api.client import V1, client_for, faults
from tests.factories.accounts import UserFactory
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db
ELIGIBILITY = f"{V1}/eligibility/"


def send(body: bytes, content_type: str = "application/json") -> Any:
    """Send the bytes as they are."""
    client: Any = client_for()
    return client.generic("POST", ELIGIBILITY, body, content_type=content_type)


@pytest.mark.parametrize("path", ["/api/", "/api/v2/schemes/", f"{V1}/nothing/", f"{V1}/queue/1/"])
def test_an_unknown_address_is_404(path: str) -> None:
    answer = client_for().get(path)
    assert (answer.status_code, faults(answer)) == (404, [("not_found", None)])


@pytest.mark.parametrize("row", ["9" * 18, str(2**63), "9" * 400, "abc", "-1", "1.0"])
@pytest.mark.parametrize("tail", ["", "transitions/", "documents/", "documents/1/"])
def test_a_row_that_cannot_be_is_404(row: str, tail: str) -> None:
    client = client_for(UserFactory())
    send = client.post if tail in ("transitions/", "documents/") else client.get
    answer = send(f"{V1}/applications/{row}/{tail}")
    assert answer.status_code == 404
    assert [field for _code, field in faults(answer)] == [None]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"scheme": "\xff\xfe"}',
        b'{"scheme": "\\ud800", "on": "2026-11-23", "facts": {}}',
        b'{"scheme": "kur\\u0000mikro", "on": "2026-11-23", "facts": {}}',
        b'{"\\ud800": 1}',
        b'{"scheme": "kur-mikro", "on": "2026-11-23", "facts": {"requested_amount": NaN}}',
        b'{"scheme": "kur-mikro", "on": "2026-11-23", "facts": {"requested_amount": 1e400}}',
        b'{"scheme": "kur-mikro", "on": "2026-11-23", "facts": {"tenor_months": '
        + b"9" * 5000
        + b"}}",
    ],
)
def test_bodies_that_cannot_be_read_are_400(body: bytes) -> None:
    answer = send(body)
    assert answer.status_code == 400
    assert faults(answer)


def test_another_content_type_is_415() -> None:
    answer = send(b"a=1", "text/plain")
    assert (answer.status_code, faults(answer)) == (415, [("unsupported_media_type", None)])


def test_too_many_bytes_are_413() -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
        answer = send(b'{"a": "' + b"x" * 200 + b'"}')
    assert (answer.status_code, faults(answer)) == (413, [("too_large", None)])


def test_an_unknown_charset_is_400() -> None:
    answer = send(b"{}", "application/json; charset=bz2")
    assert answer.status_code == 400
    assert faults(answer)


def test_the_schema_is_public_and_complete() -> None:
    answer = client_for().get("/api/schema/", {"format": "json"})
    assert answer.status_code == 200
    paths = answer.json()["paths"]
    for path, methods in paths.items():
        for method, described in methods.items():
            assert {"400", "401", "414", "429"} <= set(described["responses"]), (path, method)
    assert {
        "/api/v1/applications/",
        "/api/v1/applications/{application_id}/",
        "/api/v1/applications/{application_id}/documents/",
        "/api/v1/applications/{application_id}/documents/{document_id}/original/",
        "/api/v1/applications/{application_id}/transitions/",
        "/api/v1/claims/",
        "/api/v1/claims/{claim_id}/",
        "/api/v1/eligibility/",
        "/api/v1/enterprises/",
        "/api/v1/queue/",
        "/api/v1/reports/{name}/",
        "/api/v1/schemes/",
        "/api/v1/tools/classification/",
        "/api/v1/tools/instalments/",
        "/api/v1/tools/working-days/",
    } <= set(paths)


def _described(path: str, method: str) -> Any:
    schema = client_for().get("/api/schema/", {"format": "json"}).json()
    return schema["paths"][f"{V1}/{path}"][method]


def test_the_address_that_is_too_long_is_described_as_the_web_server_answers_it() -> None:
    answer = _described("schemes/", "get")["responses"]["414"]
    assert list(answer["content"]) == ["text/html"]


@pytest.mark.parametrize(
    ("rate", "status"), [("0", 200), ("0.06", 200), ("1", 200), ("1.000", 200), ("1.312", 400)]
)
def test_a_rate_is_taken_as_its_pattern_says(rate: str, status: int) -> None:
    (pattern,) = [
        each["schema"]["pattern"]
        for each in _described("tools/instalments/", "get")["parameters"]
        if each["name"] == "annual_rate"
    ]
    assert bool(re.search(pattern, rate)) == (status == 200)
    loan = {"principal": "10000000", "annual_rate": rate, "months": "12"}
    assert client_for().get(f"{V1}/tools/instalments/", loan).status_code == status


def test_answers_are_required_where_the_schema_says_so() -> None:
    body = _described("applications/{application_id}/", "patch")["requestBody"]
    assert body["content"]["application/json"]["schema"]["required"] == ["answers"]
    application = make_application(cast := cast_of())
    answer = client_for(cast.owner).patch(f"{V1}/applications/{application.pk}/", {}, format="json")
    assert (answer.status_code, faults(answer)) == (400, [("required", "answers")])

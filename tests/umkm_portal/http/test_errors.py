"""The answers to requests that are refused or fail."""

from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from umkm_portal.http import errors

CASES: list[tuple[Any, int, str]] = [
    (lambda request: errors.bad_request(request, BadRequest("x")), 400, "bad_request"),
    (lambda request: errors.bad_request(request, RequestDataTooBig("x")), 413, "too_large"),
    (
        lambda request: errors.permission_denied(request, PermissionDenied("x")),
        403,
        "permission_denied",
    ),
    (lambda request: errors.page_not_found(request, Http404("x")), 404, "not_found"),
    (errors.server_error, 500, "server_error"),
    (errors.unavailable, 503, "unavailable"),
    (errors.csrf_failure, 403, "csrf_failed"),
    (errors.locked_out, 429, "locked_out"),
]


@pytest.mark.parametrize(("view", "status", "code"), CASES)
def test_programs_get_the_usual_shape(view: Any, status: int, code: str) -> None:
    answer: HttpResponse = view(RequestFactory().get("/api/v1/anything/"))
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    assert f'"code": "{code}"' in answer.content.decode()


@pytest.mark.parametrize(("view", "status", "code"), CASES)
def test_people_get_a_page_that_makes_no_query(view: Any, status: int, code: str) -> None:
    """No database mark: a query would fail this test."""
    answer: HttpResponse = view(RequestFactory().get("/pengajuan/"))
    text = answer.content.decode()
    assert answer.status_code == status
    assert text.count("<h1>") == 1
    assert code not in text

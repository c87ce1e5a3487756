"""X-Forwarded-Proto and -Host: believed as far as the proxies are counted."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from operations.web_server import gunicorn_conf
from tests.architecture.source import ROOT
from umkm_portal.http.forwarding import ForwardedHeadersMiddleware


def _seen(settings: Any, proxies: int, **headers: str) -> tuple[bool, str]:
    """Return whether the portal takes the request for HTTPS, and for which host."""
    settings.PORTAL_TRUSTED_PROXIES = proxies
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxies else None
    settings.USE_X_FORWARDED_HOST = bool(proxies)
    settings.ALLOWED_HOSTS = ["testserver", "portal.example"]
    seen: list[tuple[bool, str]] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append((request.is_secure(), request.get_host()))
        return HttpResponse()

    request = RequestFactory().get("/", headers=headers)
    ForwardedHeadersMiddleware(view)(request)
    return seen[0]


@pytest.mark.parametrize(
    ("proxies", "proto", "secure"),
    [
        (0, "https", False),
        (1, "https", True),
        (1, "http", False),
        (1, "", False),
        # The first entry is what the client wrote.
        (1, "https, http", False),
        (1, "http, https", True),
        (2, "https, http", True),
        (2, "https", True),
        (2, "https, http, http", False),
    ],
)
def test_the_scheme_is_what_the_outermost_proxy_saw(
    proxies: int, proto: str, secure: bool, settings: Any
) -> None:
    assert _seen(settings, proxies, **{"X-Forwarded-Proto": proto})[0] is secure


@pytest.mark.parametrize(
    ("proxies", "host", "seen"),
    [
        (0, "portal.example", "testserver"),
        (1, "portal.example", "portal.example"),
        (1, "evil.example, portal.example", "portal.example"),
        (1, "", "testserver"),
        (2, "portal.example, inner", "portal.example"),
    ],
)
def test_the_host_is_what_the_outermost_proxy_was_asked_for(
    proxies: int, host: str, seen: str, settings: Any
) -> None:
    assert _seen(settings, proxies, **{"X-Forwarded-Host": host})[1] == seen


def test_the_web_server_leaves_the_scheme_to_the_portal() -> None:
    """By itself gunicorn believes every peer on the loopback, as all of the portal's peers are."""
    assert gunicorn_conf.secure_scheme_headers == {}


def test_the_example_for_nginx_sets_every_header_that_the_portal_believes() -> None:
    example = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for header, value in (
        ("Host", "$host"),
        ("X-Forwarded-For", "$proxy_add_x_forwarded_for"),
        ("X-Forwarded-Proto", "$scheme"),
        ("X-Forwarded-Host", "$host"),
    ):
        assert f"proxy_set_header {header} {value};" in example

"""A real installation behind HTTPS: Django's own check has nothing to say."""

import base64
import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from tests.architecture.source import ROOT
from umkm_portal.checks import check_proxies, check_servers

HTTPS = {
    "DJANGO_SETTINGS_MODULE": "umkm_portal.settings.prod",
    "ALLOWED_HOSTS": "portal.example",
    "CSRF_TRUSTED_ORIGINS": "https://portal.example",
    "PORTAL_TRUSTED_PROXIES": "1",
}
_LOOK = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
# Nothing was collected into this folder.
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
client = Client(HTTP_HOST="portal.example")
plain = client.get("/healthz")
program = client.get("/api/v1/schemes/", headers={"authorization": "Token x"})
proxied = client.get("/healthz", headers={"x-forwarded-proto": "https"})
forged = client.get("/healthz", headers={"x-forwarded-proto": "https, http"})
secure = client.get("/masuk/", secure=True, HTTP_HOST="portal.example")
evil = client.get("/masuk/", secure=True, HTTP_HOST="evil.example")
csrf = secure.cookies[settings.CSRF_COOKIE_NAME]
from django.contrib.messages import get_messages, add_message
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import RequestFactory
def noted(request):
    add_message(request, 20, "ya")
    return HttpResponse("ya")
note = SessionMiddleware(MessageMiddleware(noted))(RequestFactory().get("/"))
chosen = client.post("/bahasa/", {"language": "en"}, secure=True, HTTP_HOST="portal.example")
all_cookies = [*secure.cookies.items(), *note.cookies.items(), *chosen.cookies.items()]
print(json.dumps({
    "plain": [plain.status_code, plain["Location"]],
    "program": [program.status_code, program.json()["errors"][0]["code"]],
    "proxied": [proxied.status_code, forged.status_code],
    "secure": [secure.status_code, secure.headers.get("Strict-Transport-Security", "")],
    "evil": evil.status_code,
    "csrf": [csrf["secure"], csrf["samesite"], csrf["path"], csrf["domain"]],
    "names": sorted({name for name, cookie in all_cookies}),
    "bound": all(c["secure"] and c["path"] == "/" and not c["domain"] for _, c in all_cookies),
    "hasher": settings.PASSWORD_HASHERS[0],
    "cookies": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_PATH,
                settings.SESSION_COOKIE_DOMAIN, settings.LANGUAGE_COOKIE_SECURE],
    "session": [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
                settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_HTTPONLY],
    "demo": settings.PORTAL_DEMO, "debug": settings.DEBUG,
}))
"""


_SETTINGS = """
import json
from django.conf import settings as s
print(json.dumps([s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0,
                  s.SECURE_HSTS_PRELOAD]))
"""


def _run(home: Path, *command: str, **more: str) -> "subprocess.CompletedProcess[str]":
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_"))}
    environment = {
        **inherited,
        **HTTPS,
        **more,
        "PORTAL_HOME": str(home),
        "SECRET_KEY": base64.b64encode(secrets.token_bytes(48)).decode(),
    }
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_check_deploy_is_clean(tmp_path: Path) -> None:
    done = _run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "DEBUG")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def answers(tmp_path: Path) -> Any:
    done = _run(tmp_path, "-c", _LOOK)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_headers_and_cookies_are_secure(answers: Any) -> None:
    assert answers == {
        "plain": [301, "https://portal.example/healthz"],
        "program": [403, "https_required"],
        "proxied": [200, 301],
        "secure": [200, "max-age=31536000; includeSubDomains"],
        "evil": 400,
        "csrf": [True, "Lax", "/", ""],
        "names": ["__Host-csrftoken", "__Host-django_language", "__Host-messages"],
        "bound": True,
        "hasher": "django.contrib.auth.hashers.Argon2PasswordHasher",
        "cookies": ["__Host-sessionid", "/", None, True],
        "session": [True, True, "Lax", True],
        "demo": False,
        "debug": False,
    }


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("settings_of", "environment", "expected"),
    [
        ("prod", {"PORTAL_HSTS_PRELOAD": "1"}, ["__Host-sessionid", True, True, True]),
        ("prod", {"PORTAL_HTTPS": "0"}, ["sessionid", False, False, False]),
        ("dev", {"ALLOWED_HOSTS": ""}, ["sessionid", False, False, False]),
        ("dev", {"PORTAL_HTTPS": "1"}, ["__Host-sessionid", True, True, False]),
    ],
)
def test_cookies_are_bound_wherever_https_holds_and_preload_is_a_choice(
    settings_of: str, environment: dict[str, str], expected: list[Any], tmp_path: Path
) -> None:
    module = {"DJANGO_SETTINGS_MODULE": f"umkm_portal.settings.{settings_of}"}
    done = _run(tmp_path, "-c", _SETTINGS, **module, **environment)
    assert json.loads(done.stdout or "null") == expected, done.stderr[-500:]


def test_https_without_a_trusted_proxy_is_refused_before_it_redirects_for_ever(
    settings: Any,
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.PORTAL_TRUSTED_PROXIES = 0
    assert [error.id for error in check_proxies(None)] == ["portal.E001"]
    settings.PORTAL_TRUSTED_PROXIES = 1
    assert check_proxies(None) == []
    settings.SECURE_SSL_REDIRECT, settings.PORTAL_TRUSTED_PROXIES = False, 0
    assert check_proxies(None) == []


_MAIL = """
import json
from django.conf import settings as s
print(json.dumps([s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL, s.EMAIL_HOST_USER]))
"""


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("security", "expected"),
    [("starttls", [587, True, False]), ("tls", [465, False, True]), ("", [25, False, False])],
)
def test_mail_is_handed_over_by_tls_where_it_is_set(
    security: str, expected: list[Any], tmp_path: Path
) -> None:
    done = _run(
        tmp_path, "-c", _MAIL, EMAIL_HOST="mail.example", EMAIL_HOST_USER="portal",
        EMAIL_SECURITY=security,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    assert json.loads(done.stdout) == ["mail.example", *expected, "portal"]


def test_an_unknown_way_to_secure_mail_is_refused(tmp_path: Path) -> None:
    done = _run(tmp_path, "-c", _MAIL, EMAIL_HOST="mail.example", EMAIL_SECURITY="ssl3")
    assert done.returncode == 1
    assert "EMAIL_SECURITY" in done.stderr


_PLAIN = {
    "SECURE_SSL_REDIRECT": True,
    "REDIS_URL": "redis://:x@cache.internal:6379/0",
    "EMAIL_HOST": "mail.internal",
    "EMAIL_SECURITY": "",
    "PORTAL_PLAIN_SERVERS": [],
}


@pytest.mark.parametrize(
    ("changes", "sslmode", "plain"),
    [
        ({}, "prefer", ["db.internal", "cache.internal", "mail.internal"]),
        ({}, "require", ["db.internal", "cache.internal", "mail.internal"]),
        ({"SECURE_SSL_REDIRECT": False}, "", []),
        ({"EMAIL_SECURITY": "tls"}, "verify-full", ["cache.internal"]),
        ({"REDIS_URL": "rediss://c.internal/0"}, "verify-ca", ["c.internal", "mail.internal"]),
        (
            {"REDIS_URL": "rediss://c/0?ssl_cert_reqs=required", "EMAIL_HOST": "127.0.0.1"},
            "verify-full",
            [],
        ),
        (
            {
                "PORTAL_PLAIN_SERVERS": ["db.internal", "cache.internal"],
                "EMAIL_HOST": "::1",
            },
            "",
            [],
        ),
    ],
)
def test_servers_elsewhere_are_spoken_to_by_checked_tls(
    changes: dict[str, Any], sslmode: str, plain: list[str], settings: Any
) -> None:
    for name, value in {**_PLAIN, **changes}.items():
        setattr(settings, name, value)
    database = {"HOST": "db.internal", "OPTIONS": {"sslmode": sslmode}}
    with mock.patch.dict(settings.DATABASES["default"], database):
        found = check_servers(None)
    assert [error.msg.split(" ")[0] for error in found] == plain
    assert {error.id for error in found} <= {"portal.E002"}


def test_what_the_url_of_the_database_asks_for_is_used(tmp_path: Path) -> None:
    look = "from django.conf import settings as s; print(s.DATABASES['default']['OPTIONS'])"
    url = "postgresql://portal:x@db.internal/portal?sslmode=verify-full&sslrootcert=system"
    done = _run(tmp_path, "-c", look, DATABASE_URL=url)
    assert done.stdout.strip() == str(
        {"connect_timeout": 5, "sslmode": "verify-full", "sslrootcert": "system"}
    )

"""A real installation behind HTTPS: Django's own check has nothing to say."""

import base64
import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.source import ROOT

HTTPS = {
    "DJANGO_SETTINGS_MODULE": "umkm_portal.settings.prod",
    "ALLOWED_HOSTS": "portal.example",
    "CSRF_TRUSTED_ORIGINS": "https://portal.example",
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
secure = client.get("/masuk/", secure=True, HTTP_HOST="portal.example")
evil = client.get("/masuk/", secure=True, HTTP_HOST="evil.example")
print(json.dumps({
    "plain": [plain.status_code, plain["Location"]],
    "secure": [secure.status_code, secure.headers.get("Strict-Transport-Security", "")],
    "evil": evil.status_code,
    "csrf": [secure.cookies["csrftoken"]["secure"], secure.cookies["csrftoken"]["samesite"]],
    "session": [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
                settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_HTTPONLY],
    "demo": settings.PORTAL_DEMO, "debug": settings.DEBUG,
}))
"""


def _run(home: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_"))}
    environment = {
        **inherited,
        **HTTPS,
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
        "secure": [200, "max-age=31536000; includeSubDomains; preload"],
        "evil": 400,
        "csrf": [True, "Lax"],
        "session": [True, True, "Lax", True],
        "demo": False,
        "debug": False,
    }

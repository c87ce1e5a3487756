"""Clients that send the requests of the benchmarks, and connections outside Django."""

import hashlib

import psycopg
from django.conf import settings
from django.test import Client

from accounts.models import ApiToken, User
from benchmarks.seed.people import DOMAIN
from common.dates import clock

BACKEND = "django.contrib.auth.backends.ModelBackend"


def connect(**options) -> psycopg.Connection:
    """Open a psycopg connection to the same database, without Django."""
    database = settings.DATABASES["default"]
    return psycopg.connect(
        host=database["HOST"],
        port=database["PORT"],
        user=database["USER"],
        password=database["PASSWORD"] or None,
        dbname=database["NAME"],
        autocommit=True,
        **options,
    )


def official(name: str) -> User:
    """Return the seeded official `name`, such as `verifier.jatim`, without a second factor."""
    user = User.objects.get(email=f"{name}@{DOMAIN}")
    User.objects.filter(pk=user.pk).update(is_demo=True)
    return user


def api_key_of(user: User) -> str:
    """Return an API key of the person, created at the first call."""
    plain = f"bench-official-{user.pk}"
    ApiToken.objects.get_or_create(
        digest=hashlib.sha256(plain.encode()).hexdigest(),
        defaults={"user": user, "label": "benchmark", "created_at": clock.now()},
    )
    return plain


def api_client(user: User) -> Client:
    """Return a client in this process that authenticates with an API key."""
    return Client(headers={"authorization": f"Token {api_key_of(user)}"})


def page_client(user: User) -> Client:
    """Return a client in this process that has a session."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def fetch(client: Client, path: str) -> bytes:
    """Return the whole response; raises AssertionError unless it is 200."""
    response = client.get(path)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response.status_code != 200:
        raise AssertionError(f"{path}: {response.status_code} {content[:200]!r}")
    return content

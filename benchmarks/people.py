"""Who asks in the benchmarks, and plain connections beside Django's."""

import hashlib

import psycopg
from django.conf import settings
from django.test import Client

from accounts.models import ApiToken, User
from benchmarks.seed.people import DOMAIN
from common.dates import clock

BACKEND = "django.contrib.auth.backends.ModelBackend"


def connect(**options) -> psycopg.Connection:
    """A connection of psycopg to the same database, without Django."""
    found = settings.DATABASES["default"]
    return psycopg.connect(
        host=found["HOST"],
        port=found["PORT"],
        user=found["USER"],
        password=found["PASSWORD"] or None,
        dbname=found["NAME"],
        autocommit=True,
        **options,
    )


def official(word: str) -> User:
    """The seeded official `word`, such as `verifier.jatim`; spared the second factor."""
    found = User.objects.get(email=f"{word}@{DOMAIN}")
    User.objects.filter(pk=found.pk).update(is_demo=True)
    return found


def key_of(user: User) -> str:
    """An API key of the person, made at the first call."""
    plain = f"bench-official-{user.pk}"
    ApiToken.objects.get_or_create(
        digest=hashlib.sha256(plain.encode()).hexdigest(),
        defaults={"user": user, "label": "benchmark", "created_at": clock.now()},
    )
    return plain


def api_client(user: User) -> Client:
    """Asks in this process with an API key."""
    return Client(headers={"authorization": f"Token {key_of(user)}"})


def page_client(user: User) -> Client:
    """Asks in this process with a session."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def opened(client: Client, address: str) -> bytes:
    """The whole answer; raises AssertionError unless it is 200."""
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.status_code != 200:
        raise AssertionError(f"{address}: {answer.status_code} {content[:200]!r}")
    return content

"""An outage is answered with 503 and a time to try again, at every address."""

import errno
from collections.abc import Iterator
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.conf import settings as project
from django.db import DataError, InterfaceError, OperationalError, connection
from django.test import Client
from redis.exceptions import ConnectionError as BrokerGone

from accounts.models import User
from operations.outage import RETRY_SECONDS, is_outage
from tests.factories.accounts import UserFactory

ADDRESSES = [
    ("get", "/program/", "page"),
    ("get", "/pengajuan/", "page"),
    ("get", "/akun/", "page"),
    ("get", "/masuk/", "page"),
    ("post", "/masuk/", "page"),
    ("get", "/admin/", "page"),
    ("get", "/api/v1/schemes/", "api"),
    ("get", "/api/v1/queue/", "api"),
    ("post", "/api/v1/eligibility/", "api"),
    ("post", "/api/v1/applications/", "api"),
]
OUTAGES = [
    OperationalError("server closed the connection unexpectedly"),
    InterfaceError("connection already closed"),
    psycopg.errors.DiskFull("could not extend file"),
    OperationalError("could not extend file: No space left on device"),
    BrokerGone("Connection refused"),
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EDQUOT, "Disk quota exceeded"),
]
FAULTS = [ValueError("x"), DataError("x"), KeyError("x"), OSError(errno.ENOENT, "x"), None]


@pytest.mark.parametrize("error", OUTAGES, ids=lambda error: f"{type(error).__name__}")
def test_outages_are_recognised(error: Exception) -> None:
    assert is_outage(error)


@pytest.mark.parametrize("error", FAULTS, ids=lambda error: type(error).__name__)
def test_faults_of_the_portal_stay_faults(error: Exception | None) -> None:
    assert not is_outage(error)


@pytest.fixture
def signed_in(db: None) -> Client:
    client = Client(raise_request_exception=False)
    person: User = UserFactory(is_staff=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def no_database(signed_in: Client) -> Iterator[Client]:
    """Make every query fail as it does without a server; the client signed in before."""

    def fail(*args: Any) -> Any:
        raise OperationalError("connection refused")

    with connection.execute_wrapper(fail):
        yield signed_in


@pytest.mark.sampled
@pytest.mark.parametrize(("method", "path", "kind"), ADDRESSES, ids=lambda value: str(value))
def test_every_address_answers_503_while_the_database_is_away(
    no_database: Client, method: str, path: str, kind: str
) -> None:
    answer = getattr(no_database, method)(path)
    assert answer.status_code == 503
    assert answer["Retry-After"] == str(RETRY_SECONDS)
    if kind == "api":
        assert answer.json()["errors"][0]["code"] == "unavailable"
    else:
        text = answer.content.decode()
        assert "Portal sedang tidak dapat dipakai" in text
        assert text.count("<h1>") == 1


def test_health_answers_without_a_database(no_database: Client) -> None:
    assert no_database.get("/healthz").status_code == 200


def test_a_session_that_cannot_be_stored_is_an_outage(signed_in: Client) -> None:
    engine = f"{project.SESSION_ENGINE}.SessionStore"
    with mock.patch(f"{engine}.load", side_effect=OperationalError("gone")):
        assert signed_in.get("/pengajuan/").status_code == 503


def test_a_full_disk_stores_nothing_and_says_so(signed_in: Client) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    with mock.patch("operations.health.HttpResponse", side_effect=full):
        assert signed_in.get("/healthz").status_code == 503


def test_an_unknown_fault_stays_a_500(signed_in: Client) -> None:
    with mock.patch("operations.health.HttpResponse", side_effect=ValueError("x")):
        assert signed_in.get("/healthz").status_code == 500

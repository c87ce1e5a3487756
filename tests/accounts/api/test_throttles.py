"""Rate limits of the API."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, cast
from unittest import mock

import pytest
import time_machine
from redis.exceptions import ConnectionError as RedisConnectionError
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.test import APIClient
from rest_framework.views import APIView

from accounts.api.throttles import PortalThrottle
from tests.factories.accounts import UserFactory
from umkm_portal.settings.base import REST_FRAMEWORK

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.api.probe_urls")]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    """Set low limits, and the time to 20 seconds into a window."""
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "anonymous", "2/min")
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "token", "3/min")
    with time_machine.travel(datetime(2026, 11, 23, 3, 0, 20, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def _statuses(client: APIClient, times: int, **headers: Any) -> list[int]:
    return [client.get("/api/refuse/conflict/", **headers).status_code for _turn in range(times)]


def test_the_contract_rates_are_set() -> None:
    assert REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] == {
        "anonymous": "300/min",
        "token": "600/min",
    }


def test_visitors_are_counted_by_address() -> None:
    client = APIClient()
    assert _statuses(client, 3) == [409, 409, 429]
    assert _statuses(client, 1, REMOTE_ADDR="10.0.0.9") == [409]


def test_an_invented_forwarding_header_is_no_new_address() -> None:
    client = APIClient()
    _statuses(client, 2)
    assert _statuses(client, 1, HTTP_X_FORWARDED_FOR="203.0.113.7") == [429]


def test_visitors_behind_a_trusted_proxy_are_counted_one_by_one(settings: Any) -> None:
    settings.PORTAL_TRUSTED_PROXIES = 1
    client = APIClient()
    for address in ("203.0.113.7", "203.0.113.8"):
        forged = [
            _statuses(client, 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{turn}, {address}")[0]
            for turn in range(3)
        ]
        assert forged == [409, 409, 429]


def test_each_person_is_counted_separately() -> None:
    first, second = APIClient(), APIClient()
    first.force_authenticate(UserFactory())
    second.force_authenticate(UserFactory())
    assert _statuses(first, 4) == [409, 409, 409, 429]
    assert _statuses(second, 1) == [409]


def test_the_refusal_says_when_to_retry() -> None:
    client = APIClient()
    _statuses(client, 2)
    answer = client.get("/api/refuse/conflict/")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "40"
    assert answer.json()["errors"][0]["code"] == "throttled"


@pytest.mark.parametrize(("second", "wait"), [(0, "60"), (59, "1"), (59.5, "1")])
def test_the_wait_is_until_the_window_ends(
    clock: time_machine.Traveller, second: float, wait: str
) -> None:
    clock.move_to(1_795_402_800 + second)
    client = APIClient()
    _statuses(client, 2)
    assert client.get("/api/refuse/conflict/")["Retry-After"] == wait


def test_after_the_wait_requests_are_allowed_again(clock: time_machine.Traveller) -> None:
    client = APIClient()
    assert _statuses(client, 3) == [409, 409, 429]
    clock.shift(39)
    assert _statuses(client, 1) == [429]
    clock.shift(1)
    assert _statuses(client, 3) == [409, 409, 429]


def test_simultaneous_requests_are_all_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "anonymous", "300/min")
    request = cast(Request, mock.Mock(user=None, META={"REMOTE_ADDR": "10.0.0.1"}, headers={}))
    view = cast(APIView, None)

    def is_allowed(_turn: int) -> bool:
        return PortalThrottle().allow_request(request, view)

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(is_allowed, range(800))) == 300


@pytest.mark.parametrize("step", ["add", "incr"])
def test_without_the_cache_every_request_is_allowed(step: str) -> None:
    with mock.patch(
        f"rest_framework.throttling.default_cache.{step}", side_effect=RedisConnectionError
    ):
        assert _statuses(APIClient(), 4) == [409] * 4


def test_a_cache_emptied_between_the_steps_refuses_nothing() -> None:
    with mock.patch("rest_framework.throttling.default_cache.incr", side_effect=ValueError):
        assert _statuses(APIClient(), 4) == [409] * 4

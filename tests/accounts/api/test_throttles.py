"""How often the API may be asked."""

from typing import Any
from unittest import mock

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from rest_framework.settings import api_settings
from rest_framework.test import APIClient

from tests.factories.accounts import UserFactory
from umkm_portal.settings.base import REST_FRAMEWORK

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.api.probe_urls")]


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "anonymous", "2/min")
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "token", "3/min")


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


def test_people_are_counted_each() -> None:
    first, second = APIClient(), APIClient()
    first.force_authenticate(UserFactory())
    second.force_authenticate(UserFactory())
    assert _statuses(first, 4) == [409, 409, 409, 429]
    assert _statuses(second, 1) == [409]


def test_the_refusal_says_when_to_come_back() -> None:
    client = APIClient()
    _statuses(client, 2)
    answer = client.get("/api/refuse/conflict/")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer.json()["errors"][0]["code"] == "throttled"


def test_without_the_cache_nobody_is_kept_out() -> None:
    with mock.patch(
        "rest_framework.throttling.default_cache.get", side_effect=RedisConnectionError
    ):
        assert _statuses(APIClient(), 4) == [409] * 4

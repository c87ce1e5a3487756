from typing import Any

import pytest
from django.test import RequestFactory
from rest_framework.settings import api_settings

from common.web.client_address import client_address


@pytest.mark.parametrize(
    ("proxies", "chain", "address"),
    [
        (None, "", "127.0.0.1"),
        (None, "10.0.0.9", "127.0.0.1"),
        (0, "10.0.0.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "10.0.0.9", "10.0.0.9"),
        (1, "6.6.6.6, 10.0.0.9", "10.0.0.9"),
        (2, "6.6.6.6, 10.0.0.9, 10.0.0.8", "10.0.0.9"),
        (3, "10.0.0.9", "10.0.0.9"),
    ],
)
def test_forwarding_header_counts_only_as_far_as_proxies_are_known(
    proxies: Any, chain: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_settings, "NUM_PROXIES", proxies)
    request = RequestFactory().get("/", headers={"X-Forwarded-For": chain})

    assert client_address(request) == address

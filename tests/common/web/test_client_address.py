"""The client's address as the trusted proxies report it."""

from typing import Any

import pytest
from django.test import RequestFactory

from common.web.client_address import client_address, client_network, forwarded


@pytest.mark.parametrize(
    ("proxies", "chain", "address"),
    [
        (0, "", "127.0.0.1"),
        (0, "10.0.0.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "10.0.0.9", "10.0.0.9"),
        (1, "6.6.6.6, 10.0.0.9", "10.0.0.9"),
        (2, "6.6.6.6, 10.0.0.9, 10.0.0.8", "10.0.0.9"),
        (3, "10.0.0.9", "10.0.0.9"),
        # What is no address counts as the peer, and never reaches a column of addresses.
        (1, "unknown", "127.0.0.1"),
        (1, "10.0.0.9,", "127.0.0.1"),
        (1, "' OR 1=1", "127.0.0.1"),
        (1, "203.0.113.7:4711", "203.0.113.7"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, "2001:DB8:0::1", "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_forwarding_header_counts_only_as_far_as_proxies_are_known(
    proxies: int, chain: str, address: str, settings: Any
) -> None:
    settings.PORTAL_TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": chain})

    assert client_address(request) == address


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
    ],
)
def test_a_subscriber_cannot_change_the_network_that_limits_count(
    first: str, second: str, is_one: bool
) -> None:
    networks = {
        client_network(RequestFactory().get("/", REMOTE_ADDR=each)) for each in (first, second)
    }
    assert (len(networks) == 1) is is_one


def test_a_header_without_proxies_says_nothing(settings: Any) -> None:
    settings.PORTAL_TRUSTED_PROXIES = 0
    assert forwarded("https") == ""
    settings.PORTAL_TRUSTED_PROXIES = 1
    assert (forwarded("http, https"), forwarded("")) == ("https", "")

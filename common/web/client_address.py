"""The network address of the client, and what the proxies in front of the portal report.

`PORTAL_TRUSTED_PROXIES` says how many proxies are in front. Each adds one entry at the end of a
forwarding header, so as many entries from the end are believed, and none when there is no proxy:
whatever precedes them may have been written by the client. Limits, logs and the security log all
use this module.
"""

import ipaddress
from typing import Final

from django.conf import settings
from django.http import HttpRequest

# A subscriber with IPv6 can choose addresses within at least this many bits.
_SUBSCRIBER_BITS: Final = 64

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(request: HttpRequest) -> str:
    """Return the peer's network address, or the one reported by the trusted proxies."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    address = _address(forwarded(request.headers.get("X-Forwarded-For", ""))) or _address(peer)
    return str(address) if address else peer


def client_network(request: HttpRequest) -> str:
    """Return what limits count: the client's address, with IPv6 the first of its network's."""
    text = client_address(request)
    address = _address(text)
    if not isinstance(address, ipaddress.IPv6Address):
        return text
    network = ipaddress.IPv6Network((address, _SUBSCRIBER_BITS), strict=False)
    return str(network.network_address)


def forwarded(header: str) -> str:
    """Return the entry of a forwarding header that the outermost trusted proxy wrote, else ''.

    Fewer entries than proxies: the request began at one of them, which wrote the first.
    """
    proxies: int = settings.PORTAL_TRUSTED_PROXIES
    entries = [entry.strip() for entry in header.split(",")]
    return entries[-min(proxies, len(entries))] if proxies else ""


def _address(text: str) -> _Address | None:
    """Return the address in `203.0.113.7`, `203.0.113.7:4711`, `[2001:db8::1]:4711`, or None."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address

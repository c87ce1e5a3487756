"""Settings that would lock everyone out or send data in plain text, found before the start."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error

# With these values libpq checks whose certificate it is.
_CHECKED: Final = ("verify-full", "verify-ca")


def check_proxies(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse HTTPS without a trusted proxy: the portal itself speaks plain HTTP.

    Every request would be redirected to HTTPS endlessly.
    """
    if not settings.SECURE_SSL_REDIRECT or settings.PORTAL_TRUSTED_PROXIES:
        return []
    return [
        Error(
            "PORTAL_TRUSTED_PROXIES is 0, but HTTPS ends at a proxy that nobody believes.",
            hint="Set PORTAL_TRUSTED_PROXIES to the number of proxies in front (mostly 1), or "
            "PORTAL_HTTPS=0 without HTTPS. See docs/operations.md.",
            id="portal.E001",
        )
    ]


def check_servers(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse, where HTTPS holds, servers on other machines without TLS or unchecked certificates.

    Those that the operator names in PORTAL_PLAIN_SERVERS are accepted.
    """
    if not settings.SECURE_SSL_REDIRECT:
        return []
    return [
        Error(
            f"{host} is spoken to in plain text, or its certificate is not checked.",
            hint=f"{hint}; or name the host in PORTAL_PLAIN_SERVERS. See docs/operations.md.",
            id="portal.E002",
        )
        for host, hint in _plain_servers()
        if not _is_this_machine(host) and host not in settings.PORTAL_PLAIN_SERVERS
    ]


def _plain_servers() -> Iterator[tuple[str, str]]:
    """Yield the hosts that are contacted without verified TLS, and how to secure each."""
    database = settings.DATABASES["default"]
    if database["OPTIONS"].get("sslmode") not in _CHECKED:
        yield database["HOST"], "DATABASE_URL=…?sslmode=verify-full&sslrootcert=system"
    cache = urlsplit(settings.REDIS_URL)
    checking = parse_qs(cache.query).get("ssl_cert_reqs", [""])[0].lower()
    if cache.scheme != "rediss" or checking not in ("required", "cert_required"):
        yield cache.hostname or "", "REDIS_URL=rediss://…?ssl_cert_reqs=required"
    if not settings.EMAIL_SECURITY:
        yield settings.EMAIL_HOST, "EMAIL_SECURITY=starttls or tls"


def _is_this_machine(host: str) -> bool:
    """Tell whether it is a socket of this machine or the loopback."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

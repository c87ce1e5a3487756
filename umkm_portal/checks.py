"""A setting that would lock everybody out, found before the portal starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def check_proxies(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse HTTPS without a trusted proxy: the portal itself speaks plain HTTP.

    Every request would be redirected to HTTPS again and again.
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

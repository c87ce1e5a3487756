"""The proxies in front of the portal (docs/adr/0015-limits.md)."""

from operations import environment

# How many are trusted, by limits, logs, redirects and links alike; read only here.
PORTAL_TRUSTED_PROXIES = environment.count("PORTAL_TRUSTED_PROXIES")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PORTAL_TRUSTED_PROXIES else None
USE_X_FORWARDED_HOST = bool(PORTAL_TRUSTED_PROXIES)

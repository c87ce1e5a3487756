"""A real installation: servers, hosts and keys come from the environment."""

from operations import environment
from umkm_portal.settings.base import *  # noqa: F403
from umkm_portal.settings.base import ALLOWED_HOSTS

PORTAL_DEMO = environment.flag("PORTAL_DEMO")
ALLOWED_HOSTS += [host for host in environment.value("ALLOWED_HOSTS").split(",") if host]
CSRF_TRUSTED_ORIGINS = [
    origin for origin in environment.value("CSRF_TRUSTED_ORIGINS").split(",") if origin
]
# Off only where `./run` serves plain HTTP on the loopback with external servers.
_HTTPS = environment.flag("PORTAL_HTTPS", default=bool(environment.value("ALLOWED_HOSTS")))
SECURE_SSL_REDIRECT = _HTTPS
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
if not environment.value("EMAIL_HOST"):
    EMAIL_BACKEND = "notifications.channels.mailbox.MailboxBackend"

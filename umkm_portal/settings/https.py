"""Host names, HTTPS and what follows from it: cookies bound to the host, and HSTS."""

from operations import environment
from umkm_portal.settings.sign_in import SILENCED_SYSTEM_CHECKS as _SILENCED

EXTRA_HOSTS = [host for host in environment.value("ALLOWED_HOSTS").split(",") if host]
CSRF_TRUSTED_ORIGINS = [
    origin for origin in environment.value("CSRF_TRUSTED_ORIGINS").split(",") if origin
]
# Off only where `./run` serves plain HTTP on the loopback.
PORTAL_HTTPS = environment.flag("PORTAL_HTTPS", default=bool(EXTRA_HOSTS))
SECURE_SSL_REDIRECT = PORTAL_HTTPS
# A redirected program never learns that it sends its key unencrypted, so it is refused instead
# (`umkm_portal.http.plain_api`).
SECURE_REDIRECT_EXEMPT = [r"^api/"]
SESSION_COOKIE_SECURE = PORTAL_HTTPS
CSRF_COOKIE_SECURE = PORTAL_HTTPS
LANGUAGE_COOKIE_SECURE = PORTAL_HTTPS
# A browser accepts such a cookie only from this host, by HTTPS and for all its paths: neither a
# page of a neighbouring host nor a plain one can replace it with another person's session.
_PREFIX = "__Host-" if PORTAL_HTTPS else ""
SESSION_COOKIE_NAME = f"{_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_PREFIX}django_language"
MESSAGES_COOKIE_NAME = f"{_PREFIX}messages"
SECURE_HSTS_SECONDS = 31_536_000 if PORTAL_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PORTAL_HTTPS
# Asks browsers' makers to list the domain, with all its neighbours and for years: the operator's
# choice, who must own the whole domain.
SECURE_HSTS_PRELOAD = PORTAL_HTTPS and environment.flag("PORTAL_HSTS_PRELOAD")
# Django would have every portal ask to be listed.
SILENCED_SYSTEM_CHECKS = [*_SILENCED, "security.W021"]

"""The mail server. Certificates are checked by the machine's list (ssl.create_default_context)."""

from typing import Final

from operations import environment

# The default port of each.
_PORTS: Final = {"": 25, "starttls": 587, "tls": 465}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.value("EMAIL_HOST", "127.0.0.1")
EMAIL_SECURITY = environment.value("EMAIL_SECURITY").lower()
if EMAIL_SECURITY not in _PORTS:
    raise SystemExit("EMAIL_SECURITY: starttls, tls, atau kosong (or empty).")
EMAIL_USE_TLS = EMAIL_SECURITY == "starttls"
EMAIL_USE_SSL = EMAIL_SECURITY == "tls"
EMAIL_PORT = int(environment.value("EMAIL_PORT", str(_PORTS[EMAIL_SECURITY])))
EMAIL_HOST_USER = environment.value("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.value("EMAIL_HOST_PASSWORD")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.value(
    "DEFAULT_FROM_EMAIL", "Portal UMKM Jawa Timur <portal@umkm.example>"
)

"""The portal as it runs, without throttling: one official sends a thousand requests a minute."""

from umkm_portal.settings.base import LETTER_CHECK_LIMITS as _LETTER_CHECK_LIMITS
from umkm_portal.settings.base import REST_FRAMEWORK as _REST_FRAMEWORK
from umkm_portal.settings.dev import *  # noqa: F403

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
REST_FRAMEWORK = {
    **_REST_FRAMEWORK,
    "DEFAULT_THROTTLE_RATES": {"anonymous": "10000000/min", "token": "10000000/min"},
}
LETTER_CHECK_LIMITS = dict.fromkeys(_LETTER_CHECK_LIMITS, 10_000_000)

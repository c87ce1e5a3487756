"""Tests: the same servers and rules, cheap hashing, mail in files of the test."""

import os

from umkm_portal.settings.base import *  # noqa: F403
from umkm_portal.settings.base import DATABASES, HOME, REST_FRAMEWORK, STORAGES

PORTAL_DEMO = True
EMAIL_BACKEND = "notifications.channels.mailbox.MailboxBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# whitenoise only warns about a folder that the tests never collect into.
(HOME / "static").mkdir(parents=True, exist_ok=True)
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["TEST"] = {
    "NAME": "test_portal" + os.environ.get("PYTEST_DB_SUFFIX", ""),
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_URL = "memory://"
REST_FRAMEWORK = {
    **REST_FRAMEWORK,
    "DEFAULT_THROTTLE_RATES": {"anonymous": "100000/min", "token": "100000/min"},
}

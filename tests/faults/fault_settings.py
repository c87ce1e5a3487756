"""A portal whose leases end soon, so that it recovers in seconds instead of a minute."""

from datetime import timedelta

from umkm_portal.settings.dev import *  # noqa: F403
from umkm_portal.settings.dev import INSTALLED_APPS, REST_FRAMEWORK, STORAGES

# Its `migrate` comes before that of operations.
INSTALLED_APPS = ["tests.faults.quick_start", *INSTALLED_APPS]
OUTBOX_LEASE = timedelta(seconds=4)
REST_FRAMEWORK = {
    **REST_FRAMEWORK,
    "DEFAULT_THROTTLE_RATES": {"anonymous": "100000/min", "token": "100000/min"},
}
# Compressing static files takes as long as everything else of a first start.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

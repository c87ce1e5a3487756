"""Settings of a worker that dies while sending, for `test_killed_worker`."""

import os
from datetime import timedelta
from pathlib import Path

from umkm_portal.settings.test import *  # noqa: F403
from umkm_portal.settings.test import (
    CELERY_BROKER_TRANSPORT_OPTIONS,
    DATABASES,
    REDIS_URL,
    TEMPLATES,
)

DATABASES["default"]["NAME"] = os.environ["CRASH_DATABASE"]
MAIL_DIR = Path(os.environ["CRASH_DIR"]) / "mail"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
CELERY_BROKER_URL = REDIS_URL
# A separate key prefix in the broker, so that no other worker sees these tasks.
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = os.environ["CRASH_PREFIX"]
HEARTBEAT_PREFIX = os.environ["CRASH_PREFIX"]
NOTIFICATION_CHANNELS = {"email": "tests.notifications.crashing.DeadlyChannel"}
OUTBOX_LEASE = timedelta(seconds=1.5)

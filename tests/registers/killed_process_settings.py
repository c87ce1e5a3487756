"""Settings of `killed_process`, for `test_killed_import`."""

import os
from datetime import timedelta
from pathlib import Path

from umkm_portal.settings.test import *  # noqa: F403
from umkm_portal.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["KILLED_PROCESS_DATABASE"]
MEDIA_ROOT = Path(os.environ["KILLED_PROCESS_MEDIA"])
REGISTER_LEASE = timedelta(seconds=float(os.environ["KILLED_PROCESS_LEASE"]))

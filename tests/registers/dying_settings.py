"""Settings of a process that dies while importing, for `test_killed_import`."""

import os
from datetime import timedelta
from pathlib import Path

from umkm_portal.settings.test import *  # noqa: F403
from umkm_portal.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["DYING_DATABASE"]
MEDIA_ROOT = Path(os.environ["DYING_MEDIA"])
REGISTER_LEASE = timedelta(seconds=float(os.environ["DYING_LEASE"]))

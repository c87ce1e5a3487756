"""A real process is killed with -9 in the middle of a bulk check; another worker finishes it."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from common.dates import clock
from programs.enums import BulkCheckState
from programs.models import BulkCheck
from programs.services.bulk_check.files import result_path
from tests.programs.spreadsheets import counts, numbered, official, result_rows, sent, work_all

ROOT = Path(__file__).resolve().parents[3]
# It takes seconds: a process of its own, which is really killed.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_a_killed_worker_is_followed_by_another() -> None:
    check = sent(official(), numbered(7))
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.registers.killed_process_settings",
        "KILLED_PROCESS_DATABASE": str(connection.settings_dict["NAME"]),
        "KILLED_PROCESS_MEDIA": str(settings.MEDIA_ROOT),
        "KILLED_PROCESS_LEASE": "60",
    }
    killed = subprocess.run(
        [sys.executable, "-m", "tests.programs.killed_process", "3"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    check.refresh_from_db()
    assert (check.state, check.read) == (BulkCheckState.RUNNING, 4)
    assert result_path(check).stat().st_size > check.result_bytes
    # Its claim holds until its lease ends.
    assert work_all() == 0
    BulkCheck.objects.update(claimed_until=clock.now() - timedelta(seconds=1))
    work_all()
    check.refresh_from_db()
    assert (check.state, counts(check)) == (BulkCheckState.DONE, (7, 0, 0, 5, 2))
    assert [row[3] for row in result_rows(check)[1:]] == [str(n) for n in range(7)]

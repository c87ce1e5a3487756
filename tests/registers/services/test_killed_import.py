"""Real processes are killed with -9 in the middle of an import; others finish it exactly."""

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from common.dates import clock
from enterprises.models import Enterprise
from registers.enums import RunState
from registers.models import RegisterChange, RegisterRun, RegisterSeen
from registers.services.runs import confirm, request_undo
from registers.services.storage import errors_path
from registers.services.worker import work_next
from tests.factories.enterprises import typed_enterprise
from tests.registers.files import counts, importer, numbered, register_of, uploaded, work_all

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Process = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def process() -> Process:
    def run(*arguments: str, lease: float = 60) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.registers.killed_process_settings",
            "KILLED_PROCESS_DATABASE": str(connection.settings_dict["NAME"]),
            "KILLED_PROCESS_MEDIA": str(settings.MEDIA_ROOT),
            "KILLED_PROCESS_LEASE": str(lease),
        }
        return subprocess.run(
            [sys.executable, "-m", "tests.registers.killed_process", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def rows() -> list[dict[str, Any]]:
    """Return rows of which the last repeats the first: the duplicate index survives the process."""
    return [*numbered(5), typed_enterprise(7, nib="1"), typed_enterprise(0)]


@pytest.mark.exhaustive
def test_a_killed_worker_is_followed_by_another(process: Process) -> None:
    staff = importer()
    run = uploaded(staff, *rows())
    work_all()
    confirm(staff, run.pk)

    killed = process("3", "work")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    run.refresh_from_db()
    assert (run.state, run.read, Enterprise.objects.count()) == (RunState.IMPORTING, 4, 4)
    assert (RegisterChange.objects.count(), RegisterSeen.objects.count()) == (4, 8)
    assert errors_path(run).stat().st_size > run.errors_bytes
    # Its claim holds until its lease ends.
    assert work_next() is False
    RegisterRun.objects.update(claimed_until=clock.now() - timedelta(seconds=1))

    second = process("0", "work")
    assert second.returncode == 0, second.stderr
    run.refresh_from_db()
    assert (run.state, counts(run)) == (RunState.IMPORTED, (7, 5, 0, 0, 2))
    assert (Enterprise.objects.count(), RegisterChange.objects.count()) == (5, 5)
    with errors_path(run).open(newline="") as stream:
        faults = [(row["line"], row["column"]) for row in csv.DictReader(stream)]
    assert faults == [("7", "nib"), ("8", "nib"), ("8", "nik")]
    assert RegisterSeen.objects.count() == 0


@pytest.mark.exhaustive
def test_a_killed_command_is_finished_by_repeating_it_and_can_be_undone(
    process: Process, tmp_path: Path
) -> None:
    path = register_of(tmp_path, *rows())
    killed = process("2", "command", str(path), lease=0)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert Enterprise.objects.count() == 2

    again = process("0", "command", str(path))
    assert json.loads(again.stdout.splitlines()[-1]) == {
        "read": 7,
        "created": 3,
        "updated": 0,
        "unchanged": 2,
        "bad": 2,
    }
    assert work_next() is False
    first, second = RegisterRun.objects.order_by("id")
    assert (first.state, first.reason) == (RunState.STOPPED, "command_died")
    assert second.state == RunState.IMPORTED
    staff = importer()
    for run in (first, second):
        request_undo(staff, run.pk)
        work_all()
    assert Enterprise.objects.count() == 0

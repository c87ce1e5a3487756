"""How long bulk checks, their files and results are kept."""

import os
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings

from common.dates import clock
from programs.models import BulkCheck
from programs.services.bulk_check.files import FILES, upload_path
from programs.tasks import purge_bulk_checks
from tests.programs.spreadsheets import checked, official, sent

pytestmark = pytest.mark.django_db


def test_checks_files_and_results_are_deleted_after_their_time() -> None:
    old = checked(official())
    refused = checked(official(), b"scheme,nama\n")
    orphan = FILES.folder() / "yatim.result.csv"
    orphan.write_text("x")
    os.utime(orphan, times=(0, clock.now().timestamp()))
    with time_machine.travel(old.kept_until - timedelta(minutes=1)):
        fresh = checked(official())
        running = sent(official())
        assert purge_bulk_checks() == 0
    assert not orphan.exists()
    with time_machine.travel(refused.kept_until + timedelta(minutes=1)):
        assert purge_bulk_checks() == 2
    assert {*BulkCheck.objects.all()} == {running, fresh}
    names = {path.name.split(".")[0] for path in FILES.folder().iterdir()}
    assert names == {running.stored_name, fresh.stored_name}
    assert upload_path(running).exists()


def test_the_nightly_job_is_in_the_schedule() -> None:
    tasks = {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"programs.tasks.purge_bulk_checks", "programs.tasks.work_bulk_checks"} <= tasks

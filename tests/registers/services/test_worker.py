"""What a worker does for imports: slices, claims, failures, killed workers and commands."""

import csv
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings

from accounts.models import Posting
from common.dates import clock
from common.jobs.leases import MAX_ATTEMPTS, ClaimLost
from enterprises.models import Enterprise
from registers.enums import RunState
from registers.models import RegisterRun, RegisterSeen
from registers.services import chunks
from registers.services.error_report import ErrorReport, open_error_report
from registers.services.leases import lock_claimed
from registers.services.rows import RowChecker
from registers.services.runs import confirm, discard, resume
from registers.services.storage import errors_path, register_path
from registers.services.worker import work_next
from tests.factories.enterprises import typed_enterprise
from tests.registers.files import counts, importer, message_keys, numbered, uploaded, work_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 2)


@pytest.fixture
def kill_worker_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """End the worker after so many chunks, before the next one commits."""

    def kill_after(count: int) -> None:
        done: list[int] = []
        write = ErrorReport.write

        def write_and_die(self: Any, faults: Any, *, at: int) -> int:
            # What comes last in the chunk's transaction: everything else has been written.
            size = write(self, faults, at=at)
            if len(done) == count:
                monkeypatch.setattr(ErrorReport, "write", write)
                raise KeyboardInterrupt
            done.append(at)
            return size

        monkeypatch.setattr(ErrorReport, "write", write_and_die)

    return kill_after


@pytest.mark.sampled
@pytest.mark.parametrize("phase", [RunState.CHECKING, RunState.IMPORTING])
@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_killed_worker_is_resumed_where_its_last_chunk_ended(
    phase: RunState, count: int, small_chunks: None, kill_worker_after: Callable[[int], None]
) -> None:
    """The last row repeats one of the first chunk: the duplicate index survives the worker too."""
    rows = [*numbered(5), typed_enterprise(7, nib="1"), typed_enterprise(0)]
    staff = importer()
    run = uploaded(staff, *rows)
    if phase == RunState.IMPORTING:
        work_all()
        confirm(staff, run.pk)
    kill_worker_after(count)
    with pytest.raises(KeyboardInterrupt):
        work_next()
    run.refresh_from_db()
    assert (run.state, run.read, run.line) == (phase, 2 * count, 2 * count and 2 * count + 1)
    assert work_all() == 0
    with time_machine.travel(clock.now() + settings.REGISTER_LEASE + timedelta(seconds=1)):
        assert work_all() == 1
    run.refresh_from_db()
    assert counts(run) == (7, 5, 0, 0, 2)
    with errors_path(run).open(newline="") as stream:
        found = [(row["line"], row["column"]) for row in csv.DictReader(stream)]
    assert found == [("7", "nib"), ("8", "nib"), ("8", "nik")]
    assert run.errors_bytes == errors_path(run).stat().st_size
    created = Enterprise.objects.count()
    assert created == run.changes.count() == (5 if phase == RunState.IMPORTING else 0)


def test_a_slice_ends_and_another_import_gets_its_turn(small_chunks: None, settings: Any) -> None:
    settings.REGISTER_SLICE = timedelta(0)
    large = uploaded(importer(), *numbered(5))
    small = uploaded(importer("35.78"), *numbered(1, first=10))
    order = []
    while work_next():
        order.append(tuple(RegisterRun.objects.order_by("id").values_list("read", flat=True)))
    assert order[:3] == [(2, 0), (2, 1), (4, 1)]
    for run in (large, small):
        run.refresh_from_db()
        assert run.state == RunState.CHECKED


def test_a_worker_that_lost_its_claim_writes_nothing(small_chunks: None) -> None:
    run = uploaded(importer(), *numbered(3))
    run.refresh_from_db()
    other = "8d3b8d7e-0000-4000-8000-000000000000"
    RegisterRun.objects.filter(pk=run.pk).update(claim=other)
    with pytest.raises(ClaimLost):
        lock_claimed(run.pk, run.claim)
    with pytest.raises(ClaimLost), open_error_report(None, overwrite=True) as report:
        chunks.process_chunks(run, register_path(run), report)
    run.refresh_from_db()
    assert run.read == 0


def test_an_import_that_keeps_failing_is_stopped_and_can_be_resumed(
    monkeypatch: pytest.MonkeyPatch, small_chunks: None, caplog: Any
) -> None:
    staff = importer()
    run = uploaded(staff, *numbered(4))
    work_all()
    confirm(staff, run.pk)
    write = chunks.write_chunk

    def failing(rows: Any, **rest: Any) -> Any:
        if any(row.line > 3 for row in rows):
            raise ValueError("secret 3578011708450001")
        return write(rows, **rest)

    monkeypatch.setattr(chunks, "write_chunk", failing)
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _attempt in range(MAX_ATTEMPTS + 2):
            work_all()
            traveller.shift(settings.REGISTER_LEASE + timedelta(seconds=1))
    run.refresh_from_db()
    assert (run.state, run.reason, run.read) == (RunState.STOPPED, "failed", 2)
    assert message_keys()[-1] == "register.stopped"
    monkeypatch.setattr(chunks, "write_chunk", write)
    resume(staff, run.pk)
    work_all()
    run.refresh_from_db()
    assert (run.state, run.reason, counts(run)) == (RunState.IMPORTED, "", (4, 4, 0, 0, 0))


def test_a_right_lost_since_the_upload_counts() -> None:
    staff = importer("35.78")
    run = uploaded(staff, *numbered(1))
    work_all()
    confirm(staff, run.pk)
    Posting.objects.filter(user=staff).update(valid_to=clock.today() - timedelta(days=1))
    work_all()
    run.refresh_from_db()
    assert (run.state, run.reason) == (RunState.STOPPED, "right_lost")
    assert not Enterprise.objects.exists()


def test_a_missing_file_refuses_the_import() -> None:
    run = uploaded(importer(), *numbered(1))
    register_path(run).unlink()
    work_all()
    run.refresh_from_db()
    assert (run.state, run.reason) == (RunState.REFUSED, "file_gone")


def test_a_register_that_is_discarded_while_it_is_read_leaves_no_file(
    small_chunks: None,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    staff = importer()
    run = uploaded(staff, *numbered(5))
    check = RowChecker.check

    def discard_and_check(self: RowChecker, row: Any) -> Any:
        monkeypatch.setattr(RowChecker, "check", check)
        with django_capture_on_commit_callbacks(execute=True):
            discard(staff, run.pk)
        return check(self, row)

    monkeypatch.setattr(RowChecker, "check", discard_and_check)
    path = register_path(run)
    work_all()
    run.refresh_from_db()
    assert run.state == RunState.DISCARDED
    assert [*path.parent.iterdir()] == []


def test_the_import_of_a_killed_command_is_ended_by_the_sweep() -> None:
    past = clock.now() - timedelta(minutes=5)
    for state in (RunState.CHECKING, RunState.IMPORTING):
        run = RegisterRun.objects.create(
            regions=["*"], filename="x.csv", state=state, created_at=past, claimed_until=past
        )
        RegisterSeen.objects.create(run=run, key=b"1", line=2)
    assert work_next() is False
    left = RegisterRun.objects.get()
    assert (left.state, left.reason) == (RunState.STOPPED, "command_died")
    assert not RegisterSeen.objects.exists()


def test_the_slice_of_a_worker_is_well_within_its_time_limit() -> None:
    assert settings.REGISTER_SLICE.total_seconds() * 10 < settings.CELERY_TASK_SOFT_TIME_LIMIT
    assert work_next() is False

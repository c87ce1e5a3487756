"""An import from the page: uploaded, checked, confirmed, resumed, refused."""

import csv
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings

from accounts.enums import Role
from accounts.models import Posting
from common.dates import clock
from common.errors import Conflict, DomainError, InvalidInput, NotFound, NotPermitted, TooLarge
from enterprises.models import Enterprise
from notifications.models import OutboxMessage
from registers.enums import RunState
from registers.models import RegisterRun, RegisterSeen
from registers.selectors.runs import runs_of
from registers.services import advancing as register_steps
from registers.services import chunk as register_chunk
from registers.services import error_report as register_journal
from registers.services import rows as register_rows
from registers.services import worker as register_work
from registers.services.leases import MAX_ATTEMPTS, ClaimLost, held
from registers.services.retention import purge_old
from registers.services.runs import confirm, discard, resume, upload
from registers.services.storage import errors_path, folder, register_path
from registers.services.worker import work_next
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, typed_enterprise
from tests.registers.files import (
    counts,
    imported,
    importer,
    numbered,
    register_text,
    uploaded,
    work_all,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_rows, "CHUNK", 2)


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """The worker ends after so many chunks, before the next one commits."""

    def dies_after(chunks: int) -> None:
        done: list[int] = []
        write = register_journal.ErrorReport.write

        def fatal(self: Any, faults: Any, *, at: int) -> int:
            # What comes last in the chunk's transaction: everything else has been written.
            size = write(self, faults, at=at)
            if len(done) == chunks:
                monkeypatch.setattr(register_journal.ErrorReport, "write", write)
                raise KeyboardInterrupt
            done.append(at)
            return size

        monkeypatch.setattr(register_journal.ErrorReport, "write", fatal)

    return dies_after


def keys() -> list[str]:
    return list(OutboxMessage.objects.order_by("created_at").values_list("key", flat=True))


def refused(code: str, error: type[DomainError], content: bytes) -> str:
    before = {*folder().iterdir()}
    with pytest.raises(error) as caught:
        upload(importer(), [content], filename="x.csv")
    assert caught.value.code == code
    assert {*folder().iterdir()} == before
    assert not RegisterRun.objects.exists()
    return caught.value.message


def test_a_register_is_checked_shown_confirmed_and_imported() -> None:
    staff = importer()
    run = uploaded(staff, *numbered(3), typed_enterprise(9, nib="1"))
    assert (run.state, run.regions, run.filename) == (RunState.CHECKING, ["*"], "register.csv")
    assert register_path(run).stat().st_mode & 0o777 == 0o600
    work_all()
    run.refresh_from_db()
    assert (run.state, counts(run)) == (RunState.CHECKED, (4, 3, 0, 0, 1))
    assert (Enterprise.objects.count(), RegisterSeen.objects.count()) == (0, 0)
    assert errors_path(run).read_text().startswith("line,column,reason\n5,nib,NIB terdiri dari")

    assert confirm(staff, run.pk).state == RunState.IMPORTING
    assert confirm(staff, run.pk).state == RunState.IMPORTING
    work_all()
    run.refresh_from_db()
    assert (run.state, counts(run)) == (RunState.IMPORTED, (4, 3, 0, 0, 1))
    assert run.expected == run.counts
    assert (run.confirmed_by, run.claim, run.offset) == (staff, None, run.size)
    assert (Enterprise.objects.count(), RegisterSeen.objects.count()) == (3, 0)
    assert keys() == ["register.checked", "register.imported"]
    message = OutboxMessage.objects.latest("created_at")
    assert (message.recipient, message.link) == (staff, f"/admin/impor/{run.pk}/")
    with pytest.raises(Conflict, match="stale"):
        confirm(staff, run.pk)


@pytest.mark.parametrize("phase", [RunState.CHECKING, RunState.IMPORTING])
@pytest.mark.parametrize("chunks", [0, 1, 2, 3])
def test_a_killed_worker_is_resumed_where_its_last_chunk_ended(
    phase: RunState, chunks: int, small_chunks: None, dying: Callable[[int], None]
) -> None:
    """The repeat in the last row is of the first chunk: what was met outlives the worker too."""
    rows = [*numbered(5), typed_enterprise(7, nib="1"), typed_enterprise(0)]
    staff = importer()
    run = uploaded(staff, *rows)
    if phase == RunState.IMPORTING:
        work_all()
        confirm(staff, run.pk)
    dying(chunks)
    with pytest.raises(KeyboardInterrupt):
        work_next()
    run.refresh_from_db()
    assert (run.state, run.read, run.line) == (phase, 2 * chunks, 2 * chunks and 2 * chunks + 1)
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
        held(run.pk, run.claim)
    with pytest.raises(ClaimLost), register_journal.error_report_at(None, anew=True) as journal:
        register_steps.advance(run, register_path(run), journal)
    run.refresh_from_db()
    assert run.read == 0


def test_what_fails_again_and_again_is_stopped_and_can_be_resumed(
    monkeypatch: pytest.MonkeyPatch, small_chunks: None, caplog: Any
) -> None:
    staff = importer()
    run = uploaded(staff, *numbered(4))
    work_all()
    confirm(staff, run.pk)
    write = register_chunk.write_chunk

    def failing(rows: Any, **rest: Any) -> Any:
        if any(row.line > 3 for row in rows):
            raise ValueError("secret 3578011708450001")
        return write(rows, **rest)

    monkeypatch.setattr(register_steps, "write_chunk", failing)
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _attempt in range(MAX_ATTEMPTS + 2):
            work_all()
            traveller.shift(settings.REGISTER_LEASE + timedelta(seconds=1))
    run.refresh_from_db()
    assert (run.state, run.reason, run.read) == (RunState.STOPPED, "failed", 2)
    assert keys()[-1] == "register.stopped"
    monkeypatch.setattr(register_steps, "write_chunk", write)
    resume(staff, run.pk)
    work_all()
    run.refresh_from_db()
    assert (run.state, run.reason, counts(run)) == (RunState.IMPORTED, "", (4, 4, 0, 0, 0))


def test_a_right_lost_meanwhile_counts() -> None:
    staff = importer("35.78")
    run = uploaded(staff, *numbered(1))
    work_all()
    confirm(staff, run.pk)
    Posting.objects.filter(user=staff).update(valid_to=clock.today() - timedelta(days=1))
    work_all()
    run.refresh_from_db()
    assert (run.state, run.reason) == (RunState.STOPPED, "right_lost")
    assert not Enterprise.objects.exists()


def test_a_file_gone_from_the_disk_is_said() -> None:
    run = uploaded(importer(), *numbered(1))
    register_path(run).unlink()
    work_all()
    run.refresh_from_db()
    assert (run.state, run.reason) == (RunState.REFUSED, "file_gone")


def test_a_regency_imports_its_own_rows_only() -> None:
    elsewhere = EnterpriseFactory(regency_id="35.15")
    run = imported(
        importer("35.78"),
        typed_enterprise(0),
        typed_enterprise(1, regency="Kab. Sidoarjo"),
        typed_enterprise(2, nib=elsewhere.nib, nik=elsewhere.nik),
    )
    assert counts(run) == (3, 1, 0, 0, 2)
    assert errors_path(run).read_text().splitlines()[1:] == [
        '3,regency,"Usaha ini di Kabupaten Sidoarjo, di luar wilayah kantor Anda. '
        'Serahkan kepada dinasnya."',
        "4,nib,NIB ini terdaftar di kabupaten/kota lain. Mintalah dinas provinsi memindahkannya.",
    ]
    elsewhere.refresh_from_db()
    assert elsewhere.regency_id == "35.15"


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.ANALYST, Role.DECIDER, Role.CURATOR])
def test_only_staff_and_administrators_import(role: Role) -> None:
    for person in (importer("35.78", role), UserFactory(), UserFactory(is_helper=True)):
        with pytest.raises(NotPermitted):
            uploaded(person, *numbered(1))
    assert uploaded(importer("35.78", Role.ADMIN), *numbered(1)).regions == ["35.78"]
    assert uploaded(UserFactory(is_superuser=True), *numbered(1)).regions == ["*"]


def test_offices_see_their_own_and_the_province_all() -> None:
    surabaya, sidoarjo, province = importer("35.78"), importer("35.15"), importer()
    first, second = uploaded(surabaya, *numbered(1)), uploaded(sidoarjo, *numbered(1))
    third = uploaded(province, *numbered(1))
    assert [*runs_of(province)] == [third, second, first]
    assert [*runs_of(surabaya)] == [first]
    assert [*runs_of(importer("35.78"))] == [first]
    assert [*runs_of(importer("35.78", Role.VERIFIER))] == []
    for act in (confirm, discard, resume):
        with pytest.raises(NotFound):
            act(sidoarjo, first.pk)


def test_the_same_file_again_is_told_where_it_is() -> None:
    staff = importer()
    run = uploaded(staff, *numbered(1))
    for state in (RunState.CHECKING, RunState.CHECKED, RunState.IMPORTED):
        RegisterRun.objects.filter(pk=run.pk).update(state=state)
        with pytest.raises(Conflict) as caught:
            uploaded(staff, *numbered(1), name="lain.csv")
        assert (caught.value.code, caught.value.params["run"]) == ("same_file", run.pk)
        assert str(state.label) in caught.value.message
    assert len([*folder().iterdir()]) == 1
    # Another office's rows of it were bad rows in the first one's import.
    assert uploaded(importer("35.78"), *numbered(1)).pk
    RegisterRun.objects.filter(pk=run.pk).update(state=RunState.UNDONE)
    assert uploaded(staff, *numbered(1)).pk


def test_an_upload_may_be_thrown_away() -> None:
    staff = importer()
    run = uploaded(staff, *numbered(1))
    path = register_path(run)
    discard(staff, run.pk)
    run.refresh_from_db()
    assert (run.state, run.stored_name) == (RunState.DISCARDED, "")
    assert work_all() == 0
    with pytest.raises(Conflict):
        confirm(staff, run.pk)
    assert path.exists()  # its deletion waits for the commit, and a test never commits


HEADER = register_text().encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\n\n", "file_empty"),
        (HEADER, "no_rows"),
        (HEADER + b"\n\n\n", "no_rows"),
        (b"PK\x03\x04" + b"\x14\x00" * 400, "file_not_csv"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "file_not_csv"),
        (HEADER.decode().encode("utf-16"), "file_not_csv"),
        (HEADER + b"\x00\x01\x02", "file_not_csv"),
        (b"name,nib\nx,1\n", "columns_missing"),
        (b"=cmd|'/c calc'!A0,nib\n", "columns_unknown"),
    ],
)
def test_what_is_no_register_is_refused_at_once(content: bytes, code: str) -> None:
    refused(code, InvalidInput, content)


def test_more_than_is_taken_is_refused_while_it_comes(settings: Any) -> None:
    settings.REGISTER_MAX_BYTES = 1024 * 1024
    text = refused("file_too_large", TooLarge, HEADER + b"x" * 1024 * 1024)
    assert text == "Berkas lebih besar dari 1 MB. Bagilah menjadi beberapa berkas."


def test_an_endless_line_and_formulas_are_bad_rows() -> None:
    endless = typed_enterprise(1, name="x" * 200_000)
    formula = typed_enterprise(2, name="=1+1", owner_capital="=1+1")
    run = imported(importer(), endless, formula, typed_enterprise(3))
    assert counts(run) == (3, 1, 0, 0, 2)
    assert [line.split(",")[:2] for line in errors_path(run).read_text().splitlines()[1:]] == [
        ["2", ""],
        ["3", "owner_capital"],
    ]


def test_a_command_that_was_killed_is_ended_by_the_sweep() -> None:
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


def test_files_and_former_values_go_after_their_time() -> None:
    staff = importer()
    EnterpriseFactory(nib=typed_enterprise(0)["nib"], nik=typed_enterprise(0)["nik"])
    run = imported(staff, *numbered(2))
    waiting = uploaded(staff, *numbered(1, first=9))
    work_all()
    path = register_path(run)
    (folder() / "yatim.csv").write_text("x")
    assert (purge_old(), run.changes.count()) == (0, 2)
    with time_machine.travel(clock.now() + settings.REGISTER_KEPT + timedelta(minutes=1)):
        assert purge_old() == 2
    assert [*folder().iterdir()] == []
    assert not path.exists()
    run.refresh_from_db()
    waiting.refresh_from_db()
    assert (run.state, run.stored_name, run.changes.count()) == (RunState.IMPORTED, "", 0)
    assert run.purged_at is not None
    assert waiting.state == RunState.DISCARDED
    assert counts(run) == (2, 1, 1, 0, 0)


def test_the_slice_of_a_worker_is_well_within_its_time_limit() -> None:
    assert settings.REGISTER_SLICE.total_seconds() * 10 < settings.CELERY_TASK_SOFT_TIME_LIMIT
    assert register_work.work_next() is False

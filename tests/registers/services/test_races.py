"""Imports that run at the same time, on real connections."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Count

from common.errors import Conflict, DomainError
from enterprises.models import Claim, Enterprise, Member
from enterprises.services.claims import claim
from registers.enums import RunState
from registers.models import RegisterChange, RegisterRun
from registers.services import chunks, runs
from registers.services.importing import import_file
from registers.services.runs import confirm, request_undo
from registers.services.worker import work_next
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, typed_enterprise
from tests.registers.files import (
    counts,
    imported,
    importer,
    numbered,
    register_of,
    uploaded,
    work_all,
)

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8
PATIENCE = 20


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 3)


@contextmanager
def together() -> Iterator[Callable[..., "Future[Any]"]]:
    """Run calls at the same time, each on a connection of its own."""
    with ThreadPoolExecutor(2) as pool:

        def start(call: Callable[..., Any], *arguments: Any, **named: Any) -> "Future[Any]":
            def run() -> Any:
                try:
                    return call(*arguments, **named)
                finally:
                    connections.close_all()

            return pool.submit(run)

        yield start


def duplicated_nibs() -> list[Any]:
    return [*Enterprise.objects.values("nib").annotate(times=Count("id")).filter(times__gt=1)]


def test_two_imports_of_the_same_numbers_duplicate_nothing_and_end(tmp_path: Path) -> None:
    """In opposite order, so that each would wait for rows that the other has locked."""
    for turn in range(ROUNDS):
        rows = numbered(12, first=100 * turn)
        (tmp_path / "a").mkdir(exist_ok=True)
        (tmp_path / "b").mkdir(exist_ok=True)
        forwards = register_of(tmp_path / "a", *rows)
        backwards = register_of(
            tmp_path / "b", *(row | {"name": "Nama Lain"} for row in rows[::-1])
        )
        with together() as start:
            reports = [start(import_file, path) for path in (forwards, backwards)]
            done = [report.result(PATIENCE) for report in reports]
        assert sum(report.created for report in done) == 12
        assert sum(report.updated for report in done) == 12
        assert sum(report.bad for report in done) == 0
    assert duplicated_nibs() == []
    assert Enterprise.objects.count() == 12 * ROUNDS


def test_a_registration_between_look_up_and_insert_is_found_the_second_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The constraint really refuses the first attempt; the second finds the registration."""
    looked_up, registered = threading.Event(), threading.Event()
    look_up = chunks._sole_proprietors
    attempts: list[int] = []

    def paused(rows: Any) -> Any:
        holders = look_up(rows)
        attempts.append(len(rows))
        looked_up.set()
        assert registered.wait(PATIENCE)
        return holders

    monkeypatch.setattr(chunks, "_sole_proprietors", paused)
    path = register_of(tmp_path, *numbered(3))
    with together() as start:
        report = start(import_file, path)
        assert looked_up.wait(PATIENCE)
        EnterpriseFactory(nib=typed_enterprise(1)["nib"], nik=typed_enterprise(2)["nik"])
        registered.set()
        done = report.result(PATIENCE)
    assert (attempts, done.created, done.bad) == ([3, 3], 1, 2)
    assert Enterprise.objects.count() == 2
    assert RegisterChange.objects.count() == 1


def test_two_uploads_of_one_file_make_one_import(monkeypatch: pytest.MonkeyPatch) -> None:
    meet = threading.Barrier(2)
    refuse_empty = runs._refuse_empty

    def side_by_side(stored: Any) -> None:
        refuse_empty(stored)
        meet.wait(PATIENCE)

    monkeypatch.setattr(runs, "_refuse_empty", side_by_side)
    staff = importer()
    with together() as start:
        uploads = [start(uploaded, staff, *numbered(1)) for _side in range(2)]
        errors = [upload.exception(PATIENCE) for upload in uploads]
    (refused,) = [error for error in errors if error is not None]
    assert isinstance(refused, Conflict)
    assert refused.params["run"] == RegisterRun.objects.get().pk


def test_two_workers_do_one_import_once() -> None:
    for turn in range(ROUNDS):
        staff = importer()
        run = uploaded(staff, *numbered(7, first=10 * turn))
        work_all()
        confirm(staff, run.pk)
        with together() as start:
            for worker in [start(work_next) for _side in range(2)]:
                worker.result(PATIENCE)
        work_all()
        run.refresh_from_db()
        assert (run.state, counts(run)) == (RunState.IMPORTED, (7, 7, 0, 0, 0))
        assert run.changes.count() == 7


def test_a_claim_and_an_undo_never_both_win() -> None:
    owner = UserFactory()
    for turn in range(ROUNDS):
        staff = importer()
        rows = numbered(4, first=10 * turn)
        run = imported(staff, *rows)
        request_undo(staff, run.pk)
        with together() as start:
            undo = start(work_next)
            claiming = start(claim, owner, rows[2]["nib"], rows[2]["nik"], channel="web")
            undo.result(PATIENCE)
            error = claiming.exception(PATIENCE)
        run.refresh_from_db()
        if error is None:
            assert (run.state, run.reason) == (RunState.IMPORTED, "depends")
            assert Member.objects.filter(enterprise__nib=rows[2]["nib"]).count() == 1
        else:
            assert isinstance(error, DomainError)
            assert run.state == RunState.UNDONE
            assert not Enterprise.objects.filter(nib__in=[row["nib"] for row in rows]).exists()
    assert Claim.objects.count() == Member.objects.count()
    connection.check_constraints()

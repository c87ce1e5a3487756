"""Bulk checks at the same moment, on real connections, and what others notice of them."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from programs.enums import BulkCheckState
from programs.models import BulkCheck
from programs.selectors.verdicts import evaluate_facts
from programs.services.bulk_check import jobs, rows
from programs.services.bulk_check.files import FILES
from programs.services.bulk_check.worker import work_next
from tests.programs.spreadsheets import (
    MANY_ROWS,
    TABLE,
    UNCLOSED_QUOTE,
    UNKNOWN_SCHEMES,
    counts,
    official,
    result_rows,
    sent,
    work_all,
)
from tests.simultaneous import run_together

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/admin/kelayakan/"
PATIENCE = 30


def signed_in() -> Client:
    client = Client()
    client.force_login(official())
    return client


def test_two_files_of_one_person_at_once_make_one_check(monkeypatch: pytest.MonkeyPatch) -> None:
    meet = threading.Barrier(2)
    glance = jobs._refuse_at_a_glance

    def side_by_side(path: Any) -> None:
        glance(path)
        meet.wait(PATIENCE)

    monkeypatch.setattr(jobs, "_refuse_at_a_glance", side_by_side)
    person = official()
    results = run_together(*[lambda: sent(person)] * 2)
    (check,) = BulkCheck.objects.all()
    assert sorted(map(str, results)) == ["already_running", "calon.csv"]
    assert [path.name for path in FILES.folder().iterdir()] == [check.stored_name]


def test_two_workers_do_one_check_once() -> None:
    check = sent(official())
    run_together(work_next, work_next)
    work_all()
    check.refresh_from_db()
    assert (check.state, counts(check)) == (BulkCheckState.DONE, (3, 1, 1, 0, 1))
    assert len(result_rows(check)) == 4


def test_others_are_answered_before_a_row_of_the_attack_is_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every request of the attack is answered without its work, which a worker has not begun."""
    judged: list[Any] = []
    monkeypatch.setattr(rows.RowResults, "of", lambda _self, row: judged.append(row))
    for content in (UNKNOWN_SCHEMES, MANY_ROWS, UNCLOSED_QUOTE):
        answer = signed_in().post(PAGE, {"file": SimpleUploadedFile("serangan.csv", content)})
        assert answer.status_code == 302
        assert signed_in().get("/admin/").status_code == 200
    assert judged == []
    states = BulkCheck.objects.values_list("state", "total", "read")
    assert [*states] == [(BulkCheckState.RUNNING, None, 0)] * 3


def test_others_are_answered_while_a_worker_is_in_the_middle_of_a_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inside, go_on = threading.Event(), threading.Event()
    evaluate = evaluate_facts

    def held(*words: Any) -> Any:
        inside.set()
        assert go_on.wait(PATIENCE)
        return evaluate(*words)

    def work() -> None:
        try:
            work_next()
        finally:
            connections.close_all()

    attacker = signed_in()
    upload = SimpleUploadedFile("calon.csv", TABLE)
    address = attacker.post(PAGE, {"file": upload})["Location"]
    monkeypatch.setattr(rows, "evaluate_facts", held)
    with ThreadPoolExecutor(1) as pool:
        worker = pool.submit(work)
        try:
            assert inside.wait(PATIENCE)
            assert attacker.get(f"{address}keadaan/").json()["read"] == 0
            assert signed_in().get("/admin/").status_code == 200
            other = SimpleUploadedFile("lain.csv", TABLE)
            assert signed_in().post(PAGE, {"file": other}).status_code == 302
            assert not worker.done()
        finally:
            go_on.set()
        worker.result(PATIENCE)
    assert attacker.get(f"{address}keadaan/").json()["state"] == BulkCheckState.DONE

"""What a person does with a bulk check: what is taken, refused, kept and discarded."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import override

from accounts.enums import Role
from common.dates import clock
from common.errors import Conflict, DomainError, InvalidInput, NotFound, NotPermitted, TooLarge
from common.files.spreadsheets import SheetLimits
from programs.enums import BulkCheckState
from programs.models import BulkCheck
from programs.services.bulk_check import jobs
from programs.services.bulk_check.files import FILES, upload_path
from programs.services.bulk_check.jobs import discard_bulk_check
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.programs.spreadsheets import TABLE, checked, official, sent, work_all

pytestmark = pytest.mark.django_db


def stored() -> list[Path]:
    return [*FILES.folder().iterdir()]


def test_a_file_is_stored_for_the_portal_alone_and_no_row_is_judged() -> None:
    person = official()
    with override("en"):
        check = sent(person, name="../../Calon <b>debitur</b>.csv")
    assert (check.state, check.read, check.total) == (BulkCheckState.RUNNING, 0, None)
    assert (check.person, check.language, check.on) == (person, "en", clock.today())
    assert "/" not in check.filename
    path = upload_path(check)
    assert path.read_bytes() == TABLE
    assert [each.stat().st_mode & 0o777 for each in (path, path.parent)] == [0o600, 0o700]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_scheme_column"),
        (b"\n\n", "no_scheme_column"),
        (b"nama\nSiti\n", "no_scheme_column"),
        (b"scheme,scheme\na,b\n", "columns_twice"),
        (b"\x00\x01\xff\xfe" * 100, "not_a_table"),
        (b"PK\x03\x04 rusak", "not_a_table"),
        (b"%PDF-1.7", "not_a_table"),
        (",".join(["scheme", *(f"c{n}" for n in range(200))]).encode(), "too_many_columns"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_at_once(content: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        sent(official(), content)
    assert refusal.value.code == code
    assert refusal.value.message
    assert (stored(), BulkCheck.objects.count()) == ([], 0)


def test_a_file_above_the_limit_is_refused_while_it_is_read(settings: Any) -> None:
    settings.BULK_CHECK_MAX_BYTES = 1024 * 1024
    with pytest.raises(TooLarge) as refusal:
        sent(official(), b"scheme\n" + b"x" * 1024 * 1024)
    assert refusal.value.message == (
        "Berkas lebih besar dari 1 MB. Bagilah menjadi beberapa berkas."
    )
    assert stored() == []


def test_a_workbook_too_long_for_a_glance_is_left_to_the_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_GLANCE", SheetLimits(unpacked=500))
    book: Any = openpyxl.Workbook()
    book.active.append(["nama"])
    book.save(tmp_path / "a.xlsx")
    check = sent(official(), (tmp_path / "a.xlsx").read_bytes())
    work_all()
    check.refresh_from_db()
    assert check.state == BulkCheckState.REFUSED
    assert "kolom skema" in check.refusal


def test_only_officials_send_a_file() -> None:
    for person in (UserFactory(), OfficialFactory(role=Role.PARTNER)):
        with pytest.raises(NotPermitted):
            sent(person)
    assert stored() == []


def test_a_second_file_waits_for_the_first() -> None:
    person = official()
    first = sent(person)
    with pytest.raises(Conflict) as refusal:
        sent(person)
    assert (refusal.value.code, refusal.value.params) == ("already_running", {"check": first.pk})
    assert stored() == [upload_path(first)]
    sent(official())
    work_all()
    assert sent(person).pk != first.pk


def test_a_file_that_met_another_which_has_ended_since_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    person = official()
    first = sent(person)
    # The other check ends between the refusal of the database and the question which one it was.
    monkeypatch.setattr(jobs, "running_check_of", lambda _person: None)
    with pytest.raises(Conflict) as refusal:
        sent(person)
    assert (refusal.value.code, refusal.value.params) == ("already_running", {})
    assert stored() == [upload_path(first)]
    client.force_login(person)
    answer = client.post("/admin/kelayakan/", {"file": SimpleUploadedFile("calon.csv", TABLE)})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/kelayakan/")


def test_the_database_too_allows_one_running_check_per_person() -> None:
    check = sent(official())
    with pytest.raises(IntegrityError, match="bulk_check_one_running"), transaction.atomic():
        BulkCheck.objects.create(
            person=check.person, size=1, stored_name="lain", on=check.on, created_at=clock.now()
        )


@pytest.mark.parametrize(
    "values",
    [
        {"read": 5},
        {"state": BulkCheckState.DONE},
        {"ended_at": clock.now()},
        {"refusal": "Sebab."},
        {"state": BulkCheckState.REFUSED, "ended_at": clock.now()},
    ],
)
def test_the_database_refuses_what_does_not_fit(values: dict[str, Any]) -> None:
    check = sent(official())
    with pytest.raises(IntegrityError), transaction.atomic():
        BulkCheck.objects.filter(pk=check.pk).update(**values)


def test_only_the_newest_files_are_kept(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.BULK_CHECK_MOST_KEPT = 2
    person = official()
    others = checked(official())
    with django_capture_on_commit_callbacks(execute=True):
        made = [checked(person) for _file in range(4)]
    left = set(BulkCheck.objects.values_list("pk", flat=True))
    assert left == {others.pk, made[2].pk, made[3].pk}
    assert {path.name.split(".")[0] for path in stored()} == {
        each.stored_name for each in (others, *made[2:])
    }


@pytest.mark.parametrize("is_done", [False, True])
def test_a_check_is_discarded_with_its_files(
    is_done: bool, django_capture_on_commit_callbacks: Any
) -> None:
    person = official()
    check = checked(person) if is_done else sent(person)
    with pytest.raises(NotFound):
        discard_bulk_check(official(), check.pk)
    assert len(stored()) == (3 if is_done else 1)
    with django_capture_on_commit_callbacks(execute=True):
        discard_bulk_check(person, check.pk)
    assert (stored(), BulkCheck.objects.count(), work_all()) == ([], 0, 0)


def test_an_error_between_file_and_row_leaves_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_words: Any) -> None:
        raise DomainError("x")

    monkeypatch.setattr(jobs, "_create", fail)
    with pytest.raises(DomainError):
        sent(official())
    assert stored() == []

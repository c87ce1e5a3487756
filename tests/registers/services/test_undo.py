"""A whole import is undone, or the undo is refused with what depends on it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings

from accounts.models import User
from applications.models import Application
from common.dates import clock
from common.errors import Conflict
from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from notifications.models import OutboxMessage
from registers.enums import RunState
from registers.models import RegisterChange, RegisterRun
from registers.selectors import dependents
from registers.services import undo
from registers.services.runs import request_undo
from registers.services.worker import work_next
from tests.factories.enterprises import (
    ClaimFactory,
    DocumentVersionFactory,
    EnterpriseFactory,
    MemberFactory,
    typed_enterprise,
)
from tests.factories.programs import cast_of, make_application
from tests.registers.files import imported, importer, numbered, work_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> User:
    return importer()


def existing(number: int, **fields: Any) -> Enterprise:
    """Create an enterprise with the numbers of a register row and other values."""
    typed = typed_enterprise(number)
    with time_machine.travel(clock.now() - timedelta(days=3)):
        return EnterpriseFactory(nib=typed["nib"], nik=typed["nik"], **fields)


def rows() -> list[dict[str, Any]]:
    return [{**row} for row in Enterprise.objects.order_by("pk").values()]


def undone(staff: User, run: RegisterRun) -> RegisterRun:
    request_undo(staff, run.pk)
    assert work_all() == 1
    run.refresh_from_db()
    return run


def without_ciphers(row: dict[str, Any]) -> dict[str, Any]:
    """Drop the two ciphertexts, which are encrypted again; their keyed indexes stay."""
    return {name: value for name, value in row.items() if not name.endswith("_cipher")}


def test_created_rows_are_deleted_and_updated_rows_restored(staff: User) -> None:
    stated = {"annual_sales": {"by": "owner", "on": "2026-11-12"}}
    old = existing(
        0, phone="+6281100001111", npwp="", annual_sales=5, regency_id="35.15", stated=stated
    )
    other = existing(1, legal_form=LegalForm.PARTNERSHIP)
    before = [without_ciphers(row) for row in rows()]
    run = imported(staff, *numbered(4), typed_enterprise(9, name=""))
    assert (run.created, run.updated, Enterprise.objects.count()) == (2, 2, 4)
    change = RegisterChange.objects.get(run=run, enterprise=old)
    assert change.former_values["annual_sales"] == 5
    now_stated = Enterprise.objects.get(pk=old.pk).stated
    assert {now_stated[name]["by"] for name in ("annual_sales", "npwp")} == {"register"}
    assert b"81100001111" not in bytes(change.former_cipher or b"")

    assert undone(staff, run).state == RunState.UNDONE
    assert [without_ciphers(row) for row in rows()] == before
    now = Enterprise.objects.in_bulk()
    assert [(now[e.pk].nik, now[e.pk].npwp) for e in (old, other)] == [
        (old.nik, ""),
        (other.nik, other.npwp),
    ]
    assert not RegisterChange.objects.exists()
    assert (run.undone_by, run.counts["created"]) == (staff, 2)
    assert OutboxMessage.objects.latest("created_at").key == "register.undone"
    with pytest.raises(Conflict, match="stale"):
        request_undo(staff, run.pk)


def member(enterprise: Enterprise) -> None:
    MemberFactory(enterprise=enterprise)


def closed_member(enterprise: Enterprise) -> None:
    MemberFactory(enterprise=enterprise, until=clock.now())


def claim(enterprise: Enterprise) -> None:
    ClaimFactory(enterprise=enterprise)


def document(enterprise: Enterprise) -> None:
    DocumentVersionFactory(enterprise=enterprise)


def application(enterprise: Enterprise) -> None:
    cast = cast_of()
    created = make_application(cast)
    Application.objects.filter(pk=created.pk).update(enterprise=enterprise)


def edit(enterprise: Enterprise) -> None:
    enterprise.updated_at = clock.now()
    enterprise.save()


@pytest.mark.parametrize(
    ("depend", "why"),
    [
        (member, "enterprises.Member"),
        (closed_member, "enterprises.Member"),
        (claim, "enterprises.Claim"),
        (document, "enterprises.DocumentVersion"),
        (application, "applications.Application"),
        (edit, "changed"),
    ],
)
def test_nothing_is_undone_when_something_depends_on_one_row(
    staff: User, depend: Callable[[Enterprise], None], why: str
) -> None:
    existing(0)
    run = imported(staff, *numbered(3))
    used = Enterprise.objects.get(nib=typed_enterprise(2)["nib"])
    depend(used)
    before = rows()
    assert undone(staff, run).state == RunState.IMPORTED
    assert (run.reason, run.dependents_count, run.undone_by) == ("depends", 1, None)
    assert run.dependents == [{"id": used.pk, "name": used.name, "why": run.dependents[0]["why"]}]
    assert why in run.dependents[0]["why"]
    assert rows() == before
    assert OutboxMessage.objects.latest("created_at").key == "register.undo_refused"
    assert (run.changes.count(), run.counts["created"]) == (3, 2)


def test_an_updated_enterprise_may_be_in_use_but_not_changed(staff: User) -> None:
    old = existing(0)
    MemberFactory(enterprise=old)
    run = imported(staff, *numbered(1))
    assert undone(staff, run).state == RunState.UNDONE
    run = imported(staff, *numbered(1))
    edit(Enterprise.objects.get(pk=old.pk))
    name = "Mebel Jati Rukun"
    assert undone(staff, run).dependents == [{"id": old.pk, "name": name, "why": ["changed"]}]


def test_the_list_of_dependents_is_bounded(staff: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependents, "MAX_LISTED", 2)
    run = imported(staff, *numbered(3))
    for each in Enterprise.objects.all():
        claim(each)
    assert (len(undone(staff, run).dependents), run.dependents_count) == (2, 3)


def test_imports_are_undone_in_reverse_order(staff: User) -> None:
    first = imported(staff, *numbered(2))
    before = [without_ciphers(row) for row in rows()]
    second = imported(staff, *numbered(2, name="Nama Lain"))
    assert undone(staff, first).reason == "depends"
    assert undone(staff, second).state == RunState.UNDONE
    assert [without_ciphers(row) for row in rows()] == before
    assert undone(staff, first).state == RunState.UNDONE
    assert rows() == []


def test_a_number_taken_since_refuses_the_undo(staff: User) -> None:
    """The import turned a sole proprietor into a company; another one has the NIK since."""
    existing(0)
    run = imported(staff, typed_enterprise(0, legal_form="cv"))
    EnterpriseFactory(nik=typed_enterprise(0)["nik"])
    before = rows()
    assert (undone(staff, run).state, run.reason) == (RunState.IMPORTED, "taken")
    assert rows() == before


def test_undo_is_all_or_nothing_and_starts_over_after_a_killed_worker(
    staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "BATCH", 1)
    existing(0)
    run = imported(staff, *numbered(3))
    before = rows()
    request_undo(staff, run.pk)
    finish = undo._finish

    def die(run: RegisterRun) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(undo, "_finish", die)
    with pytest.raises(KeyboardInterrupt):
        work_next()
    run.refresh_from_db()
    assert (run.state, rows()) == (RunState.UNDOING, before)
    monkeypatch.setattr(undo, "_finish", finish)
    with time_machine.travel(clock.now() + settings.REGISTER_LEASE + timedelta(seconds=1)):
        assert work_all() == 1
    run.refresh_from_db()
    assert (run.state, Enterprise.objects.count()) == (RunState.UNDONE, 1)


def test_an_import_cannot_be_undone_once_its_former_values_are_deleted(staff: User) -> None:
    run = imported(staff, *numbered(1))
    with (
        time_machine.travel(run.kept_until + timedelta(seconds=1)),
        pytest.raises(Conflict, match="too_late"),
    ):
        request_undo(staff, run.pk)

"""A whole import is undone, or refused with what depends on it."""

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
from registers.selectors import dependents as changes_selector
from registers.services import undo as register_undo
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


def standing(number: int, **fields: Any) -> Enterprise:
    """An enterprise with the numbers of a register row and other values."""
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


def unsealed(row: dict[str, Any]) -> dict[str, Any]:
    """Without the two ciphers, which are sealed anew; their keyed indexes stay."""
    return {name: value for name, value in row.items() if not name.endswith("_cipher")}


def test_created_go_and_updated_are_as_before(staff: User) -> None:
    old = standing(0, phone="+6281100001111", npwp="", annual_sales=5, regency_id="35.15")
    other = standing(1, legal_form=LegalForm.PARTNERSHIP)
    before = [unsealed(row) for row in rows()]
    run = imported(staff, *numbered(4), typed_enterprise(9, name=""))
    assert (run.created, run.updated, Enterprise.objects.count()) == (2, 2, 4)
    sealed = RegisterChange.objects.get(run=run, enterprise=old)
    assert sealed.former_values["annual_sales"] == 5
    assert b"81100001111" not in bytes(sealed.former_cipher or b"")

    assert undone(staff, run).state == RunState.UNDONE
    assert [unsealed(row) for row in rows()] == before
    found = Enterprise.objects.in_bulk()
    assert [(found[e.pk].nik, found[e.pk].npwp) for e in (old, other)] == [
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
    made = make_application(cast)
    Application.objects.filter(pk=made.pk).update(enterprise=enterprise)


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
def test_nothing_is_undone_when_something_depends_on_one(
    staff: User, depend: Callable[[Enterprise], None], why: str
) -> None:
    standing(0)
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


def test_an_updated_one_may_be_in_use_but_not_changed(staff: User) -> None:
    old = standing(0)
    MemberFactory(enterprise=old)
    run = imported(staff, *numbered(1))
    assert undone(staff, run).state == RunState.UNDONE
    run = imported(staff, *numbered(1))
    edit(Enterprise.objects.get(pk=old.pk))
    name = "Mebel Jati Rukun"
    assert undone(staff, run).dependents == [{"id": old.pk, "name": name, "why": ["changed"]}]


def test_the_list_of_dependents_is_bounded(staff: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes_selector, "MOST", 2)
    run = imported(staff, *numbered(3))
    for each in Enterprise.objects.all():
        claim(each)
    assert (len(undone(staff, run).dependents), run.dependents_count) == (2, 3)


def test_imports_are_undone_in_the_other_order(staff: User) -> None:
    first = imported(staff, *numbered(2))
    before = [unsealed(row) for row in rows()]
    second = imported(staff, *numbered(2, name="Nama Lain"))
    assert undone(staff, first).reason == "depends"
    assert undone(staff, second).state == RunState.UNDONE
    assert [unsealed(row) for row in rows()] == before
    assert undone(staff, first).state == RunState.UNDONE
    assert rows() == []


def test_a_number_taken_meanwhile_is_said(staff: User) -> None:
    """The import made a company of a sole proprietor, whose NIK another one has since."""
    standing(0)
    run = imported(staff, typed_enterprise(0, legal_form="cv"))
    EnterpriseFactory(nik=typed_enterprise(0)["nik"])
    before = rows()
    assert (undone(staff, run).state, run.reason) == (RunState.IMPORTED, "taken")
    assert rows() == before


def test_undoing_is_all_or_nothing_and_begins_anew_after_a_death(
    staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_undo, "BATCH", 1)
    standing(0)
    run = imported(staff, *numbered(3))
    before = rows()
    request_undo(staff, run.pk)
    end = register_undo._end

    def dies(run: RegisterRun) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(register_undo, "_end", dies)
    with pytest.raises(KeyboardInterrupt):
        work_next()
    run.refresh_from_db()
    assert (run.state, rows()) == (RunState.UNDOING, before)
    monkeypatch.setattr(register_undo, "_end", end)
    with time_machine.travel(clock.now() + settings.REGISTER_LEASE + timedelta(seconds=1)):
        assert work_all() == 1
    run.refresh_from_db()
    assert (run.state, Enterprise.objects.count()) == (RunState.UNDONE, 1)


def test_undo_ends_when_the_former_values_do(staff: User) -> None:
    run = imported(staff, *numbered(1))
    with (
        time_machine.travel(run.kept_until + timedelta(seconds=1)),
        pytest.raises(Conflict, match="too_late"),
    ):
        request_undo(staff, run.pk)

"""What a person does with an import: upload, confirm, discard."""

from typing import Any

import pytest

from accounts.enums import Role
from common.errors import Conflict, DomainError, InvalidInput, NotFound, NotPermitted, TooLarge
from enterprises.models import Enterprise
from notifications.models import OutboxMessage
from registers.enums import RunState
from registers.models import RegisterRun, RegisterSeen
from registers.selectors.runs import runs_of
from registers.services.runs import confirm, discard, resume, upload
from registers.services.storage import errors_path, folder, register_path
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, typed_enterprise
from tests.registers.files import (
    counts,
    imported,
    importer,
    message_keys,
    numbered,
    register_text,
    uploaded,
    work_all,
)

pytestmark = pytest.mark.django_db


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
    assert message_keys() == ["register.checked", "register.imported"]
    message = OutboxMessage.objects.latest("created_at")
    assert (message.recipient, message.link) == (staff, f"/admin/impor/{run.pk}/")
    with pytest.raises(Conflict, match="stale"):
        confirm(staff, run.pk)


def test_a_regency_imports_its_own_rows_only() -> None:
    other_regency = EnterpriseFactory(regency_id="35.15")
    run = imported(
        importer("35.78"),
        typed_enterprise(0),
        typed_enterprise(1, regency="Kab. Sidoarjo"),
        typed_enterprise(2, nib=other_regency.nib, nik=other_regency.nik),
    )
    assert counts(run) == (3, 1, 0, 0, 2)
    assert errors_path(run).read_text().splitlines()[1:] == [
        '3,regency,"Usaha ini di Kabupaten Sidoarjo, di luar wilayah kantor Anda. '
        'Serahkan kepada dinasnya."',
        "4,nib,NIB ini terdaftar di kabupaten/kota lain. Mintalah dinas provinsi memindahkannya.",
    ]
    other_regency.refresh_from_db()
    assert other_regency.regency_id == "35.15"


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


def test_the_same_file_again_is_refused_with_its_state() -> None:
    staff = importer()
    run = uploaded(staff, *numbered(1))
    for state in (RunState.CHECKING, RunState.CHECKED, RunState.IMPORTED):
        RegisterRun.objects.filter(pk=run.pk).update(state=state)
        with pytest.raises(Conflict) as caught:
            uploaded(staff, *numbered(1), name="lain.csv")
        assert (caught.value.code, caught.value.params["run"]) == ("same_file", run.pk)
        assert str(state.label) in caught.value.message
    assert len([*folder().iterdir()]) == 1
    # In the first office's import the rows of another region were bad rows.
    assert uploaded(importer("35.78"), *numbered(1)).pk
    RegisterRun.objects.filter(pk=run.pk).update(state=RunState.UNDONE)
    assert uploaded(staff, *numbered(1)).pk


def test_an_upload_may_be_discarded() -> None:
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
        (HEADER.decode().encode("utf-16"), "no_rows"),
        (HEADER + b"\x00\x01\x02", "no_rows"),
        (b"name,nib\nx,1\n", "columns_missing"),
        (b"=cmd|'/c calc'!A0,nib\n", "columns_unknown"),
    ],
)
def test_a_file_that_is_no_register_is_refused_at_once(content: bytes, code: str) -> None:
    refused(code, InvalidInput, content)


def test_a_file_above_the_limit_is_refused_while_it_is_read(settings: Any) -> None:
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

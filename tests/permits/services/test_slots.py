"""Places of a quota: never more than there are, freed where the file had no result."""

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import User
from applications.services.transitions import perform
from common.dates import clock
from common.errors import Conflict, DomainError
from permits.messages.slots import places_text
from permits.models import Slot, SlotQuota
from permits.services.recording import record_outcome
from permits.services.slots import set_places
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.permits import PermitFile, a_scan, file_to_decide, outcome
from tests.factories.programs import REASON

pytestmark = pytest.mark.django_db
SCHEME = "halal-self-declare"


def _quota(file: PermitFile, places: int) -> SlotQuota:
    region = file.application.office_regency
    admin = OfficialFactory(role=Role.ADMIN, regency=region)
    return set_places(admin, SCHEME, region, clock.today().year, places)


def _pass(file: PermitFile) -> None:
    perform(file.official, file.application.pk, "pass_stage", reason=REASON)


def test_places_are_taken_in_turn_and_freed_where_nothing_came_of_it() -> None:
    files = [file_to_decide(SCHEME, stage="slot") for _each in range(2)]
    assert "belum ada yang dijanjikan" in places_text(files[0].application)
    quota = _quota(files[0], 1)
    assert "tersisa 1 dari 1" in places_text(files[0].application)
    _pass(files[0])
    quota.refresh_from_db()
    assert quota.used == 1
    assert "memegang satu tempat" in places_text(files[0].reread())
    with pytest.raises(Conflict) as full:
        _pass(files[1])
    assert full.value.code == "quota_full"
    assert "tetap menunggu" in full.value.message
    stage = files[1].reread().stage
    assert stage is not None
    assert stage.code == "slot"
    assert "sudah habis" in places_text(files[1].reread())
    pages = [
        text_of(web_client(person).get(page))
        for person, page in (
            (files[1].owner, f"/pengajuan/{files[1].application.pk}/"),
            (
                files[1].official,
                f"/admin/applications/application/{files[1].application.pk}/change/",
            ),
        )
    ]
    assert all("Kuota tahun" in page for page in pages)
    perform(files[0].owner, files[0].application.pk, "withdraw", reason=REASON)
    quota.refresh_from_db()
    assert quota.used == 0
    _pass(files[1])
    quota.refresh_from_db()
    assert quota.used == 1


def test_a_place_stays_with_a_recorded_certificate() -> None:
    file = file_to_decide(SCHEME, stage="slot")
    quota = _quota(file, 1)
    done = file_to_decide(SCHEME)
    assert Slot.objects.get().application_id == done.application.pk
    done.approve()
    said = outcome(SCHEME, valid_until=None)
    record_outcome(done.official, done.application.pk, said, a_scan())
    assert done.reread().state == "completed"
    quota.refresh_from_db()
    assert quota.used == 1


def test_who_sets_how_many_and_what_is_refused() -> None:
    year = clock.today().year
    admin = OfficialFactory(role=Role.ADMIN, regency="35.78")

    def refused(person: User, region: str | None, of: int, places: int) -> str:
        with pytest.raises(DomainError) as error:
            set_places(person, SCHEME, region, of, places)
        return error.value.code

    decider = OfficialFactory(role=Role.DECIDER, regency="35.78")
    assert refused(decider, "35.78", year, 1) == "not_your_quota"
    assert refused(admin, "35.15", year, 1) == "not_your_quota"
    assert refused(admin, None, year, 1) == "not_your_quota"
    assert refused(admin, "35.78", year - 1, 1) == "year_not_open"
    # The national figure of the edition bounds every office.
    for places in (-1, 1_350_001):
        assert refused(admin, "35.78", year, places) == "places_out_of_range"
    set_places(admin, SCHEME, "35.78", year, 2)
    file = file_to_decide(SCHEME, stage="slot")
    _pass(file)
    assert refused(admin, "35.78", year, 0) == "places_used"
    client = web_client(admin)
    for hostile in ({}, {"of": "x", "year": "abc", "places": "1e9"}, {"places": "9" * 50}):
        assert client.post("/admin/izin/kuota/", hostile).status_code == 400
    sent = {"of": f"{SCHEME} 35.78", "year": str(year), "places": "5"}
    assert client.post("/admin/izin/kuota/", sent).status_code == 302
    page = text_of(client.get("/admin/izin/kuota/"))
    assert SlotQuota.objects.get().places == 5
    assert "Tetapkan jumlah tempat" in page
    other = OfficialFactory(role=Role.VERIFIER, regency="35.15")
    assert "Belum ada kuota" in text_of(web_client(other).get("/admin/izin/kuota/"))


def test_the_database_holds_the_count() -> None:
    file = file_to_decide(SCHEME, stage="slot")
    quota = _quota(file, 1)
    _pass(file)
    second = file_to_decide(SCHEME.replace("self-declare", "reguler"), stage="sihalal")
    now = clock.now()
    with pytest.raises(IntegrityError, match="slot_quota_not_exceeded"), transaction.atomic():
        Slot.objects.create(quota=quota, application=second.application, taken_at=now)
    with pytest.raises(IntegrityError, match="are counted"), transaction.atomic():
        SlotQuota.objects.update(used=0)
    Slot.objects.update(freed_at=now)
    with pytest.raises(IntegrityError, match="taken and freed once"), transaction.atomic():
        Slot.objects.update(freed_at=None)
    assert SlotQuota.objects.get().used == 0

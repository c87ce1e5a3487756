"""The endpoints of quotas and of the year of a trademark letter."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from permits.models import LetterYear, SlotQuota
from tests.api.client import V1, client_for
from tests.factories.accounts import OfficialFactory
from tests.factories.permits import file_to_decide

pytestmark = pytest.mark.django_db
QUOTAS = f"{V1}/permits/quotas/"
QUOTA = {"scheme": "halal-self-declare", "regency": "35.78", "year": 2026, "places": 5}


def _quota(regency: str | None, setter: Any) -> None:
    SlotQuota.objects.create(
        kind="halal-self-declare",
        year=2026,
        regency_id=regency,
        places=3,
        set_by=setter,
        set_at="2026-11-01T00:00Z",
    )


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_an_administrator_sets_the_places_of_their_office_and_officials_read_them() -> None:
    admin = OfficialFactory(role=Role.ADMIN)
    client = client_for(admin)
    wrong: Any
    for wrong in (
        {},
        [],
        {**QUOTA, "places": -1},
        {**QUOTA, "places": "5"},
        {**QUOTA, "places": 10**30},
        {**QUOTA, "year": 2028},
        {**QUOTA, "year": 10**12},
        {**QUOTA, "scheme": ["x"]},
    ):
        assert client.post(QUOTAS, wrong).status_code == 400, wrong
    for other in ({"regency": "35.01"}, {"regency": None}, {"scheme": "spp-irt"}, {"scheme": "-"}):
        assert client.post(QUOTAS, {**QUOTA, **other}).status_code == 403, other
    verifier = client_for(OfficialFactory())
    assert verifier.post(QUOTAS, QUOTA).status_code == 403
    assert not SlotQuota.objects.exists()
    key: Any = {"HTTP_IDEMPOTENCY_KEY": "kuota-1"}
    answer = client.post(QUOTAS, QUOTA, **key)
    assert answer.status_code == 200, answer.json()
    quota = SlotQuota.objects.get()
    row = {"id": quota.pk, **QUOTA, "used": 0, "left": 5, "set_at": "2026-11-20T10:00:00+07:00"}
    assert answer.json() == client.post(QUOTAS, QUOTA, **key).json() == row
    assert verifier.get(QUOTAS).json() == {"next": None, "previous": None, "results": [row]}
    assert client_for(OfficialFactory(regency="35.01")).get(QUOTAS).json()["results"] == []
    assert client.get(f"{QUOTAS}?cursor=x").status_code == 400


def test_quotas_are_listed_in_the_same_number_of_queries() -> None:
    admin = OfficialFactory(role=Role.ADMIN, regency=None)
    client = client_for(admin)

    def read() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            rows = client.get(QUOTAS).json()["results"]
        return len(queries), len(rows)

    _quota("35.78", admin)
    read()
    one, _count = read()
    _quota("35.01", admin)
    _quota(None, admin)
    assert read() == (one, 3)


def test_the_year_is_chosen_in_december_before_the_decision() -> None:
    with time_machine.travel("2026-11-30 10:00+07:00", tick=False):
        file = file_to_decide("merek-umk")
        address = f"{V1}/applications/{file.application.pk}/letter-year/"
        owner = client_for(file.owner)
        nothing: dict[str, Any] = {"application": file.application.pk, "year": None, "years": []}
        assert owner.get(address).json() == nothing
        early = owner.post(address, {"year": 2027})
        assert (early.status_code, early.json()["errors"][0]["code"]) == (
            409,
            "year_not_chosen_now",
        )
    with time_machine.travel("2026-12-01 00:30+07:00", tick=False):
        assert owner.get(address).json()["years"] == [2026, 2027]
        wrong: Any
        for wrong in ({}, [], {"year": "2027"}, {"year": 2028}, {"year": True}, {"year": 10**30}):
            assert owner.post(address, wrong).status_code == 400, wrong
        assert client_for(file.official).post(address, {"year": 2027}).status_code == 403
        assert client_for(OfficialFactory(regency="35.01")).get(address).status_code == 404
        chosen = {**nothing, "year": 2027, "years": [2026, 2027]}
        for _each in range(2):
            again = owner.post(address, {"year": 2027}, HTTP_IDEMPOTENCY_KEY="tahun-1")
            assert (again.status_code, again.json()) == (200, chosen)
        assert LetterYear.objects.get().year == 2027

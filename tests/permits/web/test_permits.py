"""The owner's page of permits."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from applications.models import Application
from common.dates import clock
from enterprises.models import Enterprise
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.permits import make_permit, recorded_permit
from tests.factories.programs import cast_of

pytestmark = pytest.mark.django_db


def _queries(owner: User, enterprise: Enterprise) -> int:
    client = web_client(owner)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(f"/usaha/{enterprise.pk}/izin/").status_code == 200
    return len(queries)


def test_permits_are_listed_in_the_same_number_of_queries() -> None:
    cast = cast_of()
    make_permit(cast.enterprise, cast.verifier)
    _queries(cast.owner, cast.enterprise)
    one = _queries(cast.owner, cast.enterprise)
    for _each in range(2):
        make_permit(cast.enterprise, cast.verifier)
    assert _queries(cast.owner, cast.enterprise) == one


def test_an_owner_reads_what_is_only_recorded_and_renews_in_time() -> None:
    with time_machine.travel("2026-11-20 10:00+07:00", tick=False):
        file, permit = recorded_permit(looked_up="site", looked_up_on=clock.today())
        address = f"/usaha/{permit.enterprise_id}/izin/"
        said = text_of(web_client(file.owner).get(address))
        assert "dinas hanya mencatatnya" in said
        assert "Dapat diperpanjang mulai" in said
        assert "Perpanjang" not in said
    assert permit.valid_until is not None
    with time_machine.travel(permit.valid_until - timedelta(days=20), tick=False):
        client = web_client(file.owner)
        said = text_of(client.get(address))
        assert "segera berakhir" in said
        assert "Perpanjang" in said
        answer = client.post(f"{address}{permit.pk}/perpanjang/")
        draft = Application.objects.latest("pk")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/pengajuan/{draft.pk}/")
        # A second press leads to the one that is open.
        again = client.post(f"{address}{permit.pk}/perpanjang/")
        assert again.headers["Location"] == answer.headers["Location"]
    assert Application.objects.latest("pk") == draft

"""The officials' pages of exporters and requests: two people, sums, and what nobody took."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from notifications.models import OutboxMessage
from supply.models import BuyerRequest, ExporterStanding
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.supply import make_exporter, make_request, province_staff, standing_fields

pytestmark = pytest.mark.django_db
EXPORTERS = "/admin/ekspor/eksportir/"
REQUESTS = "/admin/ekspor/permintaan/"


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def proposal(**changed: Any) -> dict[str, Any]:
    fields = {name: str(value) for name, value in standing_fields().items()}
    return {**fields, **changed}


def test_one_proposes_and_another_grants_and_ends() -> None:
    enterprise = EnterpriseFactory()
    first, second = client_of(province_staff()), client_of(province_staff())
    for wrong in ({"nib": "123"}, {"nib": enterprise.nib, "expires_on": "kemarin"}, {}):
        assert first.post(f"{EXPORTERS}usul/", proposal(**wrong)).status_code == 400
    sent = first.post(f"{EXPORTERS}usul/", proposal(nib=enterprise.nib))
    standing = ExporterStanding.objects.get()
    page = f"{EXPORTERS}{standing.pk}/"
    assert sent["Location"] == page
    assert "Tetapkan" not in first.get(page).content.decode()
    assert first.post(page, {"act": "grant"}).status_code == 403
    assert second.post(page, {"act": "grant"}).status_code == 302
    assert second.post(page, {"act": "grant"}).status_code == 409
    assert second.post(page, {"act": "propose_end", "reason": "ya"}).status_code == 400
    why = {"act": "propose_end", "reason": "Akses kepabeanan dicabut."}
    assert second.post(page, why).status_code == 302
    assert second.post(page, {"act": "end"}).status_code == 403
    assert first.post(page, {"act": "end"}).status_code == 302
    assert first.post(page, {"act": "explode"}).status_code == 403
    listed = first.get(EXPORTERS).content.decode()
    assert enterprise.name in listed
    assert "diakhiri" in listed
    assert first.get(f"{EXPORTERS}999999/").status_code == 404


def test_the_office_reads_sums_and_no_buyer_and_assigns_or_declines() -> None:
    _owner, koperasi = make_exporter(name="Koperasi Rotan")
    request, other = make_request(), make_request(email="b@b.example")
    staff = client_of(province_staff())
    page = staff.get(f"{REQUESTS}{request.pk}/").content.decode()
    assert "Anneke" not in page
    assert "anneke@" not in page
    assert "2.400" in staff.get(REQUESTS).content.decode()
    assign = {"act": "assign", "exporter": koperasi.pk, "reason": "Koperasi ini membuat kursi."}
    for wrong in ({"exporter": ""}, {"exporter": "x"}, {"reason": ""}, {"reason": "a a a a a a a"}):
        assert staff.post(f"{REQUESTS}{request.pk}/", assign | wrong).status_code == 400
    assert staff.post(f"{REQUESTS}{request.pk}/", assign).status_code == 302
    assert staff.post(f"{REQUESTS}{request.pk}/", assign).status_code == 409
    decline = {"act": "decline", "reason": "Barang ini tidak dibuat di Jawa Timur."}
    assert staff.post(f"{REQUESTS}{other.pk}/", decline).status_code == 302
    states = BuyerRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["taken", "declined"]
    assert OutboxMessage.objects.filter(key="request.assigned").count() == 1
    assert staff.get(f"{REQUESTS}?keadaan=open&hal=x").status_code == 302
    unconfirmed = make_request("unconfirmed", email="c@c.example")
    assert staff.get(f"{REQUESTS}{unconfirmed.pk}/").status_code == 404


@pytest.mark.parametrize("path", [EXPORTERS, REQUESTS])
def test_lists_ask_as_much_for_one_as_for_three(path: str) -> None:
    staff, counts = client_of(province_staff()), []
    staff.get(path)
    for rows in (1, 2):
        for number in range(rows):
            make_exporter()
            make_request(email=f"b{rows}{number}@b.example")
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]

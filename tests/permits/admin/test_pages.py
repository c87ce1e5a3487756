"""The officials' pages of permits: the list, one permit, and the record from the file."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from permits.models import Permit
from tests.api.client import photo
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.permits import file_to_decide, make_permit, recorded_permit
from tests.factories.programs import cast_of

pytestmark = pytest.mark.django_db
LIST = "/admin/izin/"


def _scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("pirt.jpg", photo().getvalue(), "image/jpeg")


def test_the_list_has_its_scope_filters_and_a_fixed_number_of_queries() -> None:
    cast = cast_of()
    first = make_permit(cast.enterprise, cast.verifier)
    other = cast_of("35.15")
    foreign = make_permit(other.enterprise, other.verifier)
    client = web_client(cast.verifier)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        said = text_of(client.get(LIST))
    assert first.number in said
    assert foreign.number not in said
    for _each in range(2):
        make_permit(cast.enterprise, cast.verifier, kind="ska", issuer="IPSKA")
    with CaptureQueriesContext(connection) as three:
        assert text_of(client.get(LIST)).count("dicatat") >= 3
    assert len(three) == len(one)
    assert first.number not in text_of(client.get(f"{LIST}?jenis=ska"))
    assert first.number in text_of(client.get(f"{LIST}?jenis=spp-irt&keadaan=valid&wilayah=35.78"))
    for hostile in ("?jenis=%00", "?keadaan=" + "x" * 10_000, "?wilayah=99.99", "?hal=zzz"):
        assert client.get(LIST + hostile).status_code in (200, 302, 400)


@time_machine.travel("2026-11-20 10:00+07:00")
def test_an_official_records_what_the_owner_reported() -> None:
    file = file_to_decide()
    file_page = f"/admin/applications/application/{file.application.pk}/change/"
    record = f"/admin/izin/catat/{file.application.pk}/"
    client = web_client(file.official)
    assert "Catat dokumen yang terbit" in text_of(client.get(file_page))
    assert "Dinas hanya mencatat dokumen itu" in text_of(client.get(record))
    wrong = {"number": "123", "issued_on": "30/11/2026", "valid_until": "", "looked_up": "none"}
    answer = client.post(record, wrong)
    assert answer.status_code == 400
    assert "Unggah pindaian" in text_of(answer)
    answer = client.post(record, {**wrong, "file": _scan()})
    assert answer.status_code == 400
    said = text_of(answer)
    for each in ("15 angka", "Tanggal terbit belum tiba"):
        assert each in said
    right = {
        "number": "2103578010012-31",
        "issued_on": "2/11/2026",
        "valid_until": "1/11/2031",
        "looked_up": "site",
        "looked_up_on": "19/11/2026",
        "file": _scan(),
    }
    answer = client.post(record, right)
    permit = Permit.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/admin/izin/{permit.pk}/")
    said = text_of(client.get(f"/admin/izin/{permit.pk}/"))
    assert "dinas hanya mencatatnya" in said
    assert "situs penerbit" in said
    assert client.get(record).headers["Location"] == f"/admin/izin/{permit.pk}/"
    outsider = web_client(OfficialFactory(role=Role.ANALYST, regency="35.78"))
    assert outsider.get(record).status_code == 403


def test_an_official_looks_up_and_revokes() -> None:
    file, permit = recorded_permit()
    client = web_client(file.official)
    address = f"/admin/izin/{permit.pk}/"
    short = client.post(address, {"act": "change", "name": "revoke", "reason": "x"})
    assert short.status_code == 400
    done = client.post(
        address, {"act": "change", "name": "revoke", "reason": "Dicabut Dinas Kesehatan."}
    )
    assert done.status_code == 302
    assert "dicabut" in text_of(client.get(address))
    # Twice: there is nothing left to choose.
    again = client.post(
        address, {"act": "change", "name": "revoke", "reason": "Dicabut Dinas Kesehatan."}
    )
    assert again.status_code == 400
    assert client.post(address, {"act": "look_up"}).status_code == 403


def test_the_owners_photo_is_enough_but_stays_unchecked() -> None:
    file = file_to_decide("ska")
    file.approve()
    client = web_client(file.official)
    record = f"/admin/izin/catat/{file.application.pk}/"
    body = {
        "number": "0012/SBY/2026",
        "issued_on": "2/1/2026",
        "file": _scan(),
        "looked_up": "none",
    }
    assert client.post(record, body).status_code == 302
    permit = Permit.objects.get()
    assert permit.looked_up == ""
    address = f"/admin/izin/{permit.pk}/"
    assert "belum diperiksa" in text_of(client.get(address))
    body = {"act": "look_up", "how": "phone", "on": "3/1/2026"}
    assert client.post(address, body).status_code == 302
    permit.refresh_from_db()
    assert permit.looked_up == "phone"

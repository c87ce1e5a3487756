"""The endpoints by which an office records a document and changes what it is worth."""

import pytest

from permits.models import Permit
from tests.api.client import V1, client_for, photo
from tests.factories.permits import file_to_decide, issued_permit

pytestmark = pytest.mark.django_db
BODY = {"number": "2103578010012-31", "issued_on": "2026-01-02", "valid_until": "2031-01-01"}


def test_a_document_is_recorded_with_its_scan_and_shown_in_the_application() -> None:
    file = file_to_decide()
    file.approve()
    address = f"{V1}/applications/{file.application.pk}/outcome/"
    answer = client_for(file.official).post(
        address, {**BODY, "document": photo()}, format="multipart"
    )
    assert answer.status_code == 201, answer.json()
    permit = Permit.objects.get()
    assert answer.json() == {
        "id": permit.pk,
        "application": file.application.pk,
        "kind": "spp-irt",
        "number": "2103578010012-31",
        "holder": permit.enterprise.name,
        "issuer": "Bupati/Wali Kota melalui OSS",
        "issued_on": "2026-01-02",
        "valid_until": "2031-01-01",
        "status": "valid",
        "issued_here": False,
        "looked_up": "copy",
        "looked_up_on": permit.looked_up_on and permit.looked_up_on.isoformat(),
        "verification_code": permit.code,
    }
    seen = client_for(file.owner).get(f"{V1}/applications/{file.application.pk}/").json()
    assert seen["permits"] == [
        {
            "id": permit.pk,
            "kind": "spp-irt",
            "number": "2103578010012-31",
            "status": "valid",
            "issued_here": False,
        }
    ]
    # The months of commitment at the health office still run, so the file stays open.
    assert seen["state"] == "approved"
    change = f"{V1}/permits/{permit.pk}/transitions/"
    said = {"name": "suspend", "reason": "Dibekukan Dinas Kesehatan."}
    assert client_for(file.owner).post(change, said).status_code == 403
    assert client_for(file.official).post(change, said).json()["status"] == "suspended"
    again = client_for(file.official).post(change, said)
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "not_possible")
    for wrong in ({"name": "explode", "reason": "x" * 20}, {"name": "revoke", "reason": "x"}, {}):
        assert client_for(file.official).post(change, wrong).status_code == 400


def test_a_stored_document_may_be_named_and_hostile_input_is_refused_in_words() -> None:
    file = file_to_decide()
    address = f"{V1}/applications/{file.application.pk}/outcome/"
    client = client_for(file.official)
    attached = file.application.attachments.earliest("pk")
    for wrong in (
        {**BODY, "number": "1" * 1_000_000},
        {**BODY, "number": 12},
        {**BODY, "number": "12\x00"},
        {**BODY, "issued_on": "2999-01-01"},
        {**BODY, "valid_until": "2025-01-01"},
        {**BODY, "valid_until": "kelak"},
        {**BODY, "document": True},
        {**BODY, "document": "x"},
        {**BODY, "looked_up": "dream"},
        {**BODY, "looked_up": "site"},
        {},
    ):
        answer = client.post(address, {"document": attached.pk, **wrong}, format="json")
        assert answer.status_code == 400, wrong
    assert client.post(address, {**BODY, "document": 1}, format="json").status_code == 404
    assert client.post(address, [], format="json").status_code == 400
    broken = photo("kosong.jpg")
    broken.truncate(10)
    answer = client.post(address, {**BODY, "document": broken}, format="multipart")
    assert answer.status_code in (400, 415)
    assert not Permit.objects.exists()
    named = client.post(address, {**BODY, "document": attached.pk}, format="json")
    assert (named.status_code, named.json()["looked_up"]) == (201, None)


def test_a_letter_of_the_office_is_a_permit_that_was_issued_here() -> None:
    file, permit = issued_permit()
    seen = client_for(file.owner).get(f"{V1}/applications/{file.application.pk}/").json()
    assert [(row["id"], row["issued_here"]) for row in seen["permits"]] == [(permit.pk, True)]
    said = {"name": "revoke", "reason": "Keterangan anggota tidak benar."}
    answer = client_for(file.official).post(f"{V1}/permits/{permit.pk}/transitions/", said)
    assert answer.json()["status"] == "revoked"
    assert permit.letter is not None
    permit.letter.refresh_from_db()
    assert permit.letter.status == "revoked"

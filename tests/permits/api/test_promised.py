"""The endpoints by which a holder states changes and reports commitments, and an office answers."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permits.models import Commitment, PermitChange
from permits.services.commitments import report_commitment
from tests.api.client import V1, client_for, photo
from tests.factories.accounts import OfficialFactory
from tests.factories.permits import recorded_permit

pytestmark = pytest.mark.django_db
CHANGE = {
    "particular": "address",
    "value": "Jalan Kenanga 7",
    "since": "2026-11-01",
    "reason": "Pindah rumah produksi.",
}


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_a_change_is_stated_once_and_answered_once() -> None:
    file, permit = recorded_permit()
    address = f"{V1}/permits/{permit.pk}/"
    owner, office = client_for(file.owner), client_for(file.official)
    wrong: Any
    for wrong in (
        {},
        [],
        {**CHANGE, "particular": "number"},
        {**CHANGE, "particular": 1},
        {**CHANGE, "value": ""},
        {**CHANGE, "value": "x" * 501},
        {**CHANGE, "value": "a\x00b"},
        {**CHANGE, "since": "2026-11-21"},
        {**CHANGE, "since": "kemarin"},
        {**CHANGE, "reason": "pindah"},
        {**CHANGE, "reason": "x" * 100_000},
    ):
        assert owner.post(f"{address}changes/", wrong).status_code == 400, wrong
    assert office.post(f"{address}changes/", CHANGE).status_code == 403
    assert client_for(OfficialFactory(regency="35.01")).get(address).status_code == 404
    key: Any = {"HTTP_IDEMPOTENCY_KEY": "perubahan-1"}
    first = owner.post(f"{address}changes/", CHANGE, **key)
    assert first.status_code == 201, first.json()
    change = PermitChange.objects.get()
    assert first.json()["changes"] == [
        {
            "id": change.pk,
            **CHANGE,
            "asked_at": "2026-11-20T10:00:00+07:00",
            "answer": None,
            "answer_text": "",
            "answered_at": None,
        }
    ]
    assert owner.post(f"{address}changes/", CHANGE, **key).json() == first.json()
    again = owner.post(f"{address}changes/", CHANGE)
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "change_open")
    answer = f"{address}changes/{change.pk}/answer/"
    said = {"answer": "refused", "text": "Alamat belum berubah di OSS."}
    assert owner.post(answer, said).status_code == 403
    for wrong in ({}, {**said, "answer": "maybe"}, {**said, "text": "tidak"}):
        assert office.post(answer, wrong).status_code == 400, wrong
    done = office.post(answer, said)
    assert (done.status_code, done.json()["changes"][0]["answer"]) == (200, "refused")
    late = office.post(answer, said)
    assert (late.status_code, late.json()["errors"][0]["code"]) == (409, "already_answered")
    assert owner.get(address).json()["changes"][0]["answer_text"] == said["text"]


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_a_commitment_is_reported_once_with_a_number_or_a_file() -> None:
    file, permit = recorded_permit()
    address = f"{V1}/permits/{permit.pk}/commitments/training/"
    owner = client_for(file.owner)
    lacking = owner.post(address, {})
    assert (lacking.status_code, lacking.json()["errors"][0]["code"]) == (400, "proof_missing")
    wrong: Any
    for wrong in ({"number": 7}, {"number": "3578010101010001"}, {"number": "x" * 61}, []):
        assert owner.post(address, wrong).status_code == 400, wrong
    broken = photo("kosong.jpg")
    broken.truncate(10)
    assert owner.post(address, {"file": broken}, format="multipart").status_code in (400, 415)
    assert owner.post(f"{address[:-9]}dream/", {"number": "PKP-1"}).status_code == 404
    assert client_for(file.official).post(address, {"number": "PKP-1"}).status_code == 403
    assert not Commitment.objects.filter(reported_at__isnull=False).exists()
    done = owner.post(address, {"number": "PKP-1", "file": photo()}, format="multipart")
    assert done.status_code == 201, done.json()
    row = Commitment.objects.get(reported_at__isnull=False)
    assert done.json()["commitments"][0] == {
        "task": "training",
        "due_on": "2027-02-02",
        "number": "PKP-1",
        "document": row.attachment_id,
        "reported_at": "2026-11-20T10:00:00+07:00",
    }
    again = owner.post(address, {"number": "PKP-1"})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "already_reported")


def test_a_permit_is_read_in_the_same_number_of_queries() -> None:
    file, permit = recorded_permit()
    client = client_for(file.owner)

    def read() -> tuple[int, Any]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"{V1}/permits/{permit.pk}/").json()
        return len(queries), answer

    read()
    before, answer = read()
    assert {each["task"] for each in answer["commitments"]} == {"training", "inspection", "label"}
    report_commitment(file.owner, permit.pk, "label", number="L-1")
    for number in range(3):
        PermitChange.objects.create(
            permit=permit,
            particular="address",
            value=f"Jalan {number}",
            since=permit.issued_on,
            reason="Pindah rumah produksi.",
            asked_by=file.owner,
            asked_at=permit.created_at,
            answer="refused",
            answer_text="Belum berubah di OSS.",
            answered_by=file.official,
            answered_at=permit.created_at,
        )
    after, answer = read()
    assert (after, len(answer["changes"])) == (before, 3)

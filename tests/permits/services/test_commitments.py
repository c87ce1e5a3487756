"""What a holder promised with an SPP-IRT: reported once, notified when overdue."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from common.dates import clock
from common.errors import DomainError
from notifications.models import OutboxMessage
from permits.models import Commitment, Permit
from permits.services.commitments import report_commitment
from permits.services.recording import record_outcome
from permits.services.status import change
from permits.tasks import follow_commitments
from tests.api.client import photo
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.permits import PermitFile, a_scan, make_permit, outcome, recorded_permit
from tests.factories.programs import cast_of
from tests.shown import send_as_shown

pytestmark = pytest.mark.django_db
NOW = "2026-11-20 10:00+07:00"
# Three months after the second of November, when the document was issued.
DUE = date(2027, 2, 2)


def _recorded() -> tuple[PermitFile, Permit]:
    with time_machine.travel(NOW, tick=False):
        return recorded_permit()


def test_they_begin_with_the_record_and_are_reported_once_with_a_proof() -> None:
    file, permit = _recorded()
    assert list(permit.commitments.values_list("task", "due_on")) == [
        ("training", DUE),
        ("inspection", DUE),
        ("label", DUE),
    ]

    def refused(person: Any = file.owner, **said: Any) -> str:
        with pytest.raises(DomainError) as error:
            report_commitment(person, permit.pk, said.pop("task", "training"), **said)
        return error.value.code

    with time_machine.travel(NOW, tick=False):
        assert refused() == refused(number="\x00") == "proof_missing"
        assert refused(number="3578012345678901") == "number_looks_personal"
        assert refused(number="A;B") == "number_unreadable"
        assert refused(task="lain", number="A-1") == "unknown_commitment"
        assert refused(cast_of().owner, number="A-1") == "unknown_permit"
        assert refused(file.official, number="A-1") == "not_applicant"
        report_commitment(file.owner, permit.pk, "training", number="pkp 12/2026")
        assert refused(number="A-1") == "already_reported"
        change(file.official, permit.pk, "revoke", "Dicabut Dinas Kesehatan.")
        assert refused(task="label", number="A-1") == "not_in_force"
    assert Commitment.objects.get(task="training").number == "PKP 12/2026"
    with pytest.raises(IntegrityError, match="reported once"), transaction.atomic():
        Commitment.objects.filter(task="training").update(number="X")


def test_a_corrected_record_keeps_what_was_reported() -> None:
    file, permit = _recorded()
    with time_machine.travel(NOW, tick=False):
        report_commitment(file.owner, permit.pk, "label", number="L-1")
        change(file.official, permit.pk, "supersede", "Nomornya keliru dicatat.")
        said = outcome(number="2103578010099-31")
        again = record_outcome(file.official, file.application.pk, said, a_scan())
    kept = again.commitments.exclude(reported_at=None)
    assert list(kept.values_list("task", "number")) == [("label", "L-1")]


def test_reminders_go_to_the_holder_and_what_is_overdue_to_the_office_each_once() -> None:
    file, permit = _recorded()
    with time_machine.travel(NOW, tick=False):
        report_commitment(file.owner, permit.pk, "training", number="PKP-1")
    for left, sent in ((31, 0), (30, 1), (7, 1), (0, 0), (-1, 1), (-9, 0)):
        with time_machine.travel(f"{DUE - timedelta(days=left)} 10:00+07:00", tick=False):
            assert (follow_commitments(), follow_commitments()) == (sent, 0)
    assert list(permit.commitment_notices.values_list("days", flat=True)) == [30, 7, 0]
    assert OutboxMessage.objects.filter(key="permit.commitments").count() == 2
    told = OutboxMessage.objects.get(key="permit.commitments_overdue")
    assert told.recipient == file.official
    assert told.link == f"/admin/izin/{permit.pk}/"
    assert "PKP" not in told.context["left_id"]
    permit.refresh_from_db()
    assert permit.status == "valid"
    with time_machine.travel(f"{DUE + timedelta(days=3)} 10:00+07:00", tick=False):
        client = web_client(file.official)
        late = text_of(client.get("/admin/izin/?komitmen=lewat"))
        assert permit.number in late
        page = text_of(client.get(f"/admin/izin/{permit.pk}/"))
        assert "PKP-1" in page
        assert "lewat tanggal" in page
        for task in ("inspection", "label"):
            report_commitment(file.owner, permit.pk, task, number="B-2")
        assert permit.number not in text_of(client.get("/admin/izin/?komitmen=lewat"))


def test_the_owner_reports_on_their_page() -> None:
    file, permit = _recorded()
    with time_machine.travel(NOW, tick=True):
        client, home = web_client(file.owner), f"/usaha/{permit.enterprise_id}/izin/"
        said = text_of(client.get(home))
        assert "paling lambat Selasa, 2 Februari 2027" in said
        path = f"{home}{permit.pk}/komitmen/inspection/"
        assert send_as_shown(client, path, {"number": ""}).status_code == 400
        assert send_as_shown(client, path, {"number": "", "file": "teks"}).status_code == 400
        image = SimpleUploadedFile("sarana.jpg", photo().getvalue(), "image/jpeg")
        answer = send_as_shown(client, path, {"number": "", "file": image})
        assert (answer.status_code, answer.headers["Location"]) == (302, home)
        assert client.get(path).status_code == 302
        assert "sudah dikabarkan" in text_of(client.get(home))
        foreign = web_client(cast_of().owner)
        assert foreign.get(path).status_code == 404
        attachment = Commitment.objects.get(task="inspection").attachment
        assert attachment is not None
        scan = f"/pengajuan/{file.application.pk}/berkas/{attachment.pk}/"
        assert web_client(file.official).get(scan).status_code == 200
        assert foreign.get(scan).status_code == 404


def test_their_lines_take_no_query_each() -> None:
    cast = cast_of()
    client, home = web_client(cast.owner), f"/usaha/{cast.enterprise.pk}/izin/"
    counts = []
    for _each in range(3):
        permit = make_permit(cast.enterprise, cast.verifier)
        for task in ("training", "label"):
            Commitment.objects.create(permit=permit, task=task, due_on=clock.today())
        client.get(home)
        with CaptureQueriesContext(connection) as queries:
            client.get(home)
        counts.append(len(queries))
    assert counts[0] == counts[-1]

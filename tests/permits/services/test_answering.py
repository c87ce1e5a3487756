"""What an office issued or looked up answers requirements for it, as long as it is good."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from pypdfium2 import PdfDocument

from accounts.models import User
from applications.models import Application
from applications.permissions import review_stages
from applications.selectors.answered import HeldDocument
from applications.selectors.assessments import Assessment
from applications.selectors.decision_day import decision_day
from applications.selectors.documents import documents_of
from applications.services.drafts import create_draft
from applications.services.guards import missing_documents
from applications.services.transitions import perform
from common.dates import clock
from enterprises.models import Credential, Enterprise
from notifications.models import OutboxMessage
from permits.services.recording import look_up, record_outcome
from permits.services.status import change
from programs.models import Requirement
from programs.selectors.catalogue import edition_on
from tests.api.client import V1, client_for
from tests.applications.admin.backoffice import LIST, address, text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.permits import a_scan, file_to_decide, issued_permit, make_permit, outcome
from tests.factories.programs import Cast, add_documents
from tests.factories.schemes import applicant_of, fitting_answers, official_for

pytestmark = pytest.mark.django_db
FAIR = "pameran-inacraft"


def _letter_status(application: Application) -> list[str]:
    fresh = Application.objects.get(pk=application.pk)
    return [str(row.status) for row in documents_of(fresh) if row.document_kind == "group_letter"]


def _is_missing(application: Application) -> bool:
    fresh = Application.objects.get(pk=application.pk)
    return any("group_letter" in str(error.field) for error in missing_documents(Assessment(fresh)))


def _asks_for_halal(owner: User, enterprise: Enterprise) -> Application:
    """Return a draft of an exhibition whose edition asks for a halal certificate and lacks it."""
    edition = edition_on(FAIR, clock.today())
    answers = fitting_answers(edition)
    draft = create_draft(owner, scheme=FAIR, enterprise_id=enterprise.pk, answers=answers)
    add_documents(Cast(owner, owner, owner, owner, enterprise), draft)
    Requirement.objects.create(
        edition=edition,
        code="halal",
        document_kind="halal_certificate",
        label_id="Sertifikat halal",
        label_en="Halal certificate",
        position=50,
    )
    return draft


def _held(application: Application) -> HeldDocument | None:
    fresh = Application.objects.get(pk=application.pk)
    (row,) = [row for row in documents_of(fresh) if row.document_kind == "halal_certificate"]
    lacking = [error.field for error in missing_documents(Assessment(fresh))]
    is_missing = "documents.halal" in lacking
    assert is_missing is (row.answer is None)
    return row.answer


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_a_group_needs_no_second_upload_of_the_offices_own_letter() -> None:
    file, permit = issued_permit()
    draft = create_draft(
        file.owner,
        scheme="kur-mikro",
        enterprise_id=permit.enterprise_id,
        answers=fitting_answers(edition_on("kur-mikro", clock.today())),
    )
    assert _letter_status(draft) == ["answered"]
    assert not _is_missing(draft)
    change(file.official, permit.pk, "suspend", "Anggota kelompok diperiksa ulang.")
    assert _letter_status(draft) == ["missing"]
    assert _is_missing(draft)
    told = OutboxMessage.objects.get(key="permit.leaned")
    assert (told.recipient, told.link) == (file.owner, f"/pengajuan/{draft.pk}/")
    change(file.official, permit.pk, "reinstate", "Pemeriksaan selesai, anggota benar.")
    assert _letter_status(draft) == ["answered"]
    with time_machine.travel(date(2040, 1, 1), tick=False):
        # Without an end it stays valid until a person ends it.
        assert _letter_status(draft) == ["answered"]


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_what_was_looked_up_answers_every_scheme_that_asks_for_such_a_document() -> None:
    file = file_to_decide("halal-reguler")
    file.approve()
    said = outcome("halal-reguler", valid_until=None)
    permit = record_outcome(file.official, file.application.pk, said, a_scan(), waits=True)
    draft = _asks_for_halal(file.owner, permit.enterprise)
    assert _held(draft) is None
    look_up(file.official, permit.pk, "site", date(2026, 11, 20))
    assert _held(draft) is not None
    seen = client_for(file.owner).get(f"{V1}/applications/{draft.pk}/").json()["documents"]
    (row,) = [each for each in seen if each["requirement"] == "halal"]
    assert (row["status"], row["files"]) == ("answered", [])
    assert row["answered_by"] == {
        "kind": "halal-reguler",
        "number": permit.number,
        "holder": permit.holder,
        "issuer": "BPJPH",
        "issued_on": "2026-11-02",
        "valid_until": None,
        "issued_here": False,
        "checked_at": "2026-11-20T10:00:00+07:00",
        "ending": None,
    }
    page = text_of(web_client(file.owner).get(f"/pengajuan/{draft.pk}/dokumen/"))
    assert (
        f"Sudah ada: nomor {permit.number} (Sertifikat halal reguler), diterbitkan BPJPH." in page
    )
    change(file.official, permit.pk, "revoke", "Dicabut BPJPH sesudah pemeriksaan.")
    # However good, a document of another kind answers nothing here.
    make_permit(permit.enterprise, file.official, kind="ska", number="SKA/1", issuer="e-SKA")
    assert _held(draft) is None


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_of_several_the_one_that_lasts_longest_answers_and_its_end_is_warned_of() -> None:
    owner, enterprise = applicant_of(FAIR)
    draft, official = _asks_for_halal(owner, enterprise), OfficialFactory()
    decided = decision_day(draft)
    assert decided is not None
    days = (decided - timedelta(days=1), decided, date(2026, 12, 20), date(2026, 12, 21))
    endings = []
    for number, until in enumerate(days):
        make_permit(
            enterprise,
            official,
            kind=("halal-reguler", "halal-self-declare")[number % 2],
            number=f"ID3511{number}",
            issuer="BPJPH",
            valid_until=until,
        )
        held = _held(draft)
        assert held is not None
        assert held.valid_until == until
        endings.append(held.ending)
    assert endings == ["before_decision", "soon", "soon", None]
    Credential.objects.exclude(number="ID35110").update(status="superseded")
    page = text_of(web_client(owner).get(f"/pengajuan/{draft.pk}/dokumen/halal/"))
    assert "Berakhir sebelum pemeriksaan diperkirakan selesai" in page
    perform(owner, draft.pk, "submit", data={"declaration": True})
    sent = Application.objects.get(pk=draft.pk)
    verifier = official_for(FAIR, review_stages(sent)[0])
    shown = text_of(web_client(verifier).get(address(sent)))
    assert "Sudah ada: nomor ID35110 (Sertifikat halal reguler)" in shown
    assert "Diperiksa petugas di penerbitnya, tercatat Jumat, 20 November 2026." in shown
    assert "Berakhir sebelum berkas ini selesai diperiksa menurut standar pelayanan." in shown
    assert decision_day(sent) == decided
    receipt = text_of(web_client(owner).get(f"/pengajuan/{draft.pk}/tanda-terima/"))
    assert "Sertifikat halal: nomor ID35110" in receipt
    printed: Any = web_client(verifier).get(f"{LIST}{draft.pk}/pdf/")
    pdf = PdfDocument(b"".join(printed.streaming_content))
    words = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert "nomor ID35110, diterbitkan BPJPH" in " ".join(words.split())

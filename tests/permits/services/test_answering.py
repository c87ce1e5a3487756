"""A letter of the office answers the requirement for it, as long as it is good."""

from datetime import date

import pytest
import time_machine

from applications.models import Application
from applications.selectors.assessments import Assessment
from applications.selectors.documents import documents_of
from applications.services.drafts import create_draft
from applications.services.guards import missing_documents
from common.dates import clock
from notifications.models import OutboxMessage
from permits.services.life import change
from programs.selectors.catalogue import edition_on
from tests.factories.permits import issued_permit
from tests.factories.schemes import fitting_answers

pytestmark = pytest.mark.django_db


def _letter_status(application: Application) -> list[str]:
    fresh = Application.objects.get(pk=application.pk)
    return [str(row.status) for row in documents_of(fresh) if row.document_kind == "group_letter"]


def _is_missing(application: Application) -> bool:
    fresh = Application.objects.get(pk=application.pk)
    return any("group_letter" in str(error.field) for error in missing_documents(Assessment(fresh)))


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
        # Without an end it stays good until somebody ends it.
        assert _letter_status(draft) == ["answered"]

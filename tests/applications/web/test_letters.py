"""Letters of the office on the applicant's page and in the API."""

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from applications.models import Application
from applications.selectors.letters import letters_of
from applications.services.transitions import perform
from letters.enums import LetterAction
from letters.models import Letter
from letters.services.status import change
from letters.tasks import sign_asked
from tests.api.client import client_for
from tests.applications.web.pages import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.office_letters import office_that_signs
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved() -> tuple[Cast, Application, Letter]:
    """Approve a file whose decider signs; nothing is sealed yet."""
    cast = cast_of()
    office_that_signs(cast.decider)
    application = make_application(cast, stage="decision")
    perform(cast.decider, application.pk, "approve", reason="Lengkap dan wajar, layak diajukan.")
    return cast, application, letters_of(application).get()


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_the_owner_reads_and_saves_the_letter(approved: tuple[Cast, Application, Letter]) -> None:
    cast, application, letter = approved
    owner = web_client(cast.owner)
    page, file = (
        reverse("application", args=[application.pk]),
        reverse("application-letter", args=[application.pk, letter.pk]),
    )
    assert "Menunggu tanda tangan pejabat dinas" in text_of(owner.get(page))
    assert owner.get(file).status_code == 404
    sign_asked()
    shown = text_of(owner.get(page))
    assert "Nomor 500.3.10/1/436.7.2/2026, 20 November 2026." in shown
    saved: Any = owner.get(file)
    assert saved.status_code == 200
    assert b"".join(saved.streaming_content).startswith(b"%PDF-")
    assert saved["Content-Disposition"] == (
        'attachment; filename="surat-500-3-10-1-436-7-2-2026.pdf"'
    )
    assert "no-store" in saved["Cache-Control"]
    change(cast.decider, letter.pk, LetterAction.REVOKED, "Data usahanya ternyata keliru.")
    assert "dicabut" in text_of(owner.get(page))


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_only_who_sees_the_file_gets_the_letter(
    approved: tuple[Cast, Application, Letter],
) -> None:
    cast, application, letter = approved
    sign_asked()
    file = reverse("application-letter", args=[application.pk, letter.pk])
    for reader, status in (
        (cast.owner, 200),
        (cast.verifier, 200),
        (UserFactory(), 404),
        (OfficialFactory(role="verifier", regency="35.10"), 404),
    ):
        assert web_client(reader).get(file).status_code == status
    other = make_application(cast_of())
    stray = reverse("application-letter", args=[other.pk, letter.pk])
    assert web_client(cast.owner).get(stray).status_code == 404


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_the_api_lists_letters_as_the_contract_says(
    approved: tuple[Cast, Application, Letter],
) -> None:
    cast, application, _letter = approved
    client = client_for(cast.owner)
    url = f"/api/v1/applications/{application.pk}/"
    (waiting,) = client.get(url).json()["letters"]
    assert (waiting["kind"], waiting["status"], waiting["number"], waiting["pdf"]) == (
        "referral",
        "waiting_signature",
        None,
        None,
    )
    assert waiting["verification_code"] is None
    sign_asked()
    (valid,) = client.get(url).json()["letters"]
    assert valid["status"] == "valid"
    assert len(valid["verification_code"]) == 14
    assert valid["pdf"].endswith(f"/pengajuan/{application.pk}/surat/{valid_id(application)}/")


def valid_id(application: Application) -> int:
    """Return the key of the only letter about the application."""
    return letters_of(application).get().pk

"""Each hook of an outcome does what its docstring says, shown by the kind `hibah`."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hibah.outcome import LETTERS, REPORT_DAYS, SEEN

from accounts.models import User
from applications.models import Application
from applications.permissions import review_stages
from applications.selectors.letters import subject_of
from applications.services.attachments import attach_frozen, detach
from common.dates import clock
from common.errors import NotFound
from common.text.formats import date_long, date_short
from data_rights.selectors.copies import copy_of
from notifications.admin.labels import key_label
from notifications.models import OutboxMessage
from programs.enums import StageExit
from tests.api.client import V1, client_for
from tests.applications.admin.backoffice import press, text_of
from tests.clients import web_client
from tests.factories.office_letters import office_that_signs, signed_letter
from tests.factories.programs import make_document
from tests.factories.schemes import official_for
from tests.flows.every_scheme import REASON, filled_draft, leave, send
from tests.kinds.page_opener import first_scheme

pytestmark = pytest.mark.django_db


def answer(owner: User, pk: int, **answers: Any) -> None:
    saved = client_for(owner).patch(f"{V1}/applications/{pk}/", {"answers": answers})
    assert saved.status_code == 200, saved.json()


def recommended(tool: str) -> tuple[User, User, Application]:
    """Bring an application to its decision; return owner, decider and application."""
    edition = first_scheme("hibah")
    owner, pk = filled_draft("hibah-alat", edition)
    answer(owner, pk, tool=tool)
    send(owner, pk, "submit", data={"declaration": True})
    stages = review_stages(Application.objects.get(pk=pk))
    for number, stage in enumerate(stages):
        official = official_for("hibah-alat", stage)
        if number == 0:
            send(official, pk, "start_review")
            first = official
        if stage.exit == StageExit.DECIDE:
            return owner, official, Application.objects.get(pk=pk)
        leave(first if number == 0 else official, pk, stage.exit)
    raise AssertionError("no stage decides")


def test_an_open_task_is_listed_and_stops_the_submission() -> None:
    edition = first_scheme("hibah")
    owner, pk = filled_draft("hibah-alat", edition)
    answer(owner, pk, tool=None)
    page = text_of(web_client(owner).get(f"/pengajuan/{pk}/"))
    assert "Pilih alat di katalog" in page
    refused = client_for(owner).post(
        f"{V1}/applications/{pk}/transitions/", {"name": "submit", "data": {"declaration": True}}
    )
    assert refused.status_code == 400
    assert "task_open" in [error["code"] for error in refused.json()["errors"]]


def test_an_award_by_the_api_reaches_every_page() -> None:
    owner, decider, application = recommended("Mesin jahit")
    pk = application.pk
    address = f"{V1}/applications/{pk}/transitions/"
    body = {"name": "approve", "reason": REASON, "data": {"award_letter": 5}}
    refused = client_for(decider).post(address, body)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "bad_letter")

    body["data"] = {"award_letter": "SK-1", "unknown": "dropped"}
    answered = client_for(decider).post(address, body)
    assert answered.status_code == 200, answered.json()

    due_on = clock.today() + timedelta(days=REPORT_DAYS)
    application.refresh_from_db()
    assert application.events.get(transition="approve").data == {"award_letter": "SK-1"}
    assert (pk, "approve", True) in SEEN
    sent = OutboxMessage.objects.get(key="hibah.awarded")
    assert sent.recipient == owner
    assert sent.context["next_step_id"] == "Kirim laporan pemakaian alat."
    assert sent.context["due_on"] == due_on.isoformat()
    assert key_label(sent.key) == "Hibah ditetapkan"
    seen = client_for(owner).get(f"{V1}/applications/{pk}/").json()
    assert seen["outcome"] == {
        "grant": seen["answers"]["grant_amount"],
        "state": "approved",
        "word": "Ditetapkan",
        "next_step": "Kirim laporan pemakaian alat.",
    }
    assert [each["number"] for each in seen["permits"]] == ["SK-1"]
    assert (seen["whose_turn"], seen["due_on"]) == ("applicant", due_on.isoformat())
    (listed,) = client_for(owner).get(f"{V1}/applications/").json()["results"]
    assert (listed["whose_turn"], listed["due_on"]) == ("applicant", due_on.isoformat())
    receipt = text_of(web_client(owner).get(f"/pengajuan/{pk}/tanda-terima/"))
    assert "Kirim laporan pemakaian alat." in receipt
    assert date_long(due_on) in receipt
    every_application = text_of(web_client(decider).get("/admin/applications/application/"))
    assert date_short(due_on) in every_application
    page = text_of(web_client(owner).get(f"/pengajuan/{pk}/"))
    for part in (
        "Giliran Anda",
        "Kirim laporan pemakaian alat.",
        "Batas waktu",
        "Alat Anda: Mesin",
    ):
        assert part in page, part
    file = text_of(web_client(decider).get(f"/admin/applications/application/{pk}/change/"))
    assert "Nomor surat" in file
    visitor = Client().get(f"/pengajuan/{pk}/")
    assert visitor.status_code in (302, 404)


def test_an_award_by_the_file_page_stores_the_field_of_the_panel() -> None:
    _owner, decider, application = recommended("Mesin jahit")
    press(decider, application, "approve", reason=REASON, award_letter="SK-2", other="dropped")
    assert application.events.get(transition="approve").data == {"award_letter": "SK-2"}


def test_a_letter_and_a_copy_know_the_grant() -> None:
    owner, decider, application = recommended("Mesin jahit")
    holder = office_that_signs(decider)
    letter = signed_letter(holder, kind="award", subject=subject_of(application))
    assert LETTERS[-1] == (application.pk, letter.pk, "signed")
    copied = json.loads(copy_of(owner))
    assert copied["Hibah"] == [application.number]
    assert [*copied].index("Pengajuan dan permohonan") < [*copied].index("Hibah")


def test_its_own_documents_stay_on_the_file() -> None:
    owner, pk = filled_draft("hibah-alat", first_scheme("hibah"))
    application = Application.objects.get(pk=pk)
    version = make_document(owner, application.enterprise, "hibah-award")
    award = attach_frozen(owner, application, version, requirement="hibah-award")
    assert award is not None
    with pytest.raises(NotFound):
        detach(owner, pk, award.pk)


def test_how_long_its_data_are_kept_stands_on_the_privacy_page() -> None:
    assert "Hibah dan laporan pemakaiannya" in text_of(Client().get("/privasi/"))


def test_an_open_outcome_refuses_completion() -> None:
    _owner, decider, application = recommended("Traktor")
    send(decider, application.pk, "approve", reason=REASON)
    refused = client_for(decider).post(
        f"{V1}/applications/{application.pk}/transitions/", {"name": "complete", "reason": REASON}
    )
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "outcome_open")

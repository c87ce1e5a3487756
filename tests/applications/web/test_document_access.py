"""Who may open an identity card: at every address, and what the security log then says."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role, SecurityAction
from accounts.models import Posting, SecurityEvent, User
from applications.models import Application
from applications.services.transitions import perform
from tests.applications.admin.backoffice import address, text_of
from tests.applications.web.test_files import current
from tests.applications.web.test_files import sent as sent_unsigned
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import MemberFactory, keep_original
from tests.factories.programs import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_in_this_process")]
REASON = "Surat tugas 12/2026, memeriksa keaslian KTP."


DOORS = ("file", "thumbnail", "page", "archive", "api", "original", "api original")


def sent(people: Cast) -> Application:
    """Submit an application whose family card is signed."""
    application = sent_unsigned(people)
    keep_original(current(application, "kk").version, b"as it was sent")
    return application


def read(answer: Any) -> int:
    if getattr(answer, "streaming", False):
        answer.content_read = b"".join(answer.streaming_content)
    return int(answer.status_code)


def doors(application: Application) -> dict[str, str]:
    """Return every address of the documents of a file; the family card is a PDF."""
    card, family = current(application, "ktp").pk, current(application, "kk").pk
    own = f"/pengajuan/{application.pk}/berkas/"
    return {
        "file": f"{own}{card}/",
        "thumbnail": f"{own}{card}/kecil/",
        "page": f"{own}{family}/halaman/1/",
        "archive": f"{own}semua/",
        "api": f"/api/v1/applications/{application.pk}/documents/{card}/",
        "original": f"{own}{family}/asli/",
        "api original": f"/api/v1/applications/{application.pk}/documents/{family}/original/",
    }


def opened_by(user: User, application: Application) -> dict[str, int]:
    client = web_client(user)
    return {door: read(client.get(path)) for door, path in doors(application).items()}


def every_door(status: int) -> dict[str, int]:
    return dict.fromkeys(DOORS, status)


def test_a_document_opens_to_the_roles_of_the_stages_that_the_file_has_reached(
    people: Cast,
) -> None:
    application = sent(people)
    reviewers = (people.verifier, people.analyst, people.decider)

    path = doors(application)["file"]

    def who_opens() -> list[bool]:
        return [read(web_client(person).get(path)) == 200 for person in reviewers]

    assert who_opens() == [True, False, False]
    perform(people.verifier, application.pk, "start_review")
    perform(people.verifier, application.pk, "pass_stage")
    assert who_opens() == [True, False, False]
    perform(people.verifier, application.pk, "pass_stage")
    assert who_opens() == [True, True, False]
    assert opened_by(people.analyst, application) == every_door(200)
    assert opened_by(people.decider, application) == every_door(403)
    perform(
        people.analyst, application.pk, "recommend", reason="Usaha berjalan, kebutuhan wajar.",
        data={"opinion": "positive"},
    )  # fmt: skip
    assert who_opens() == [True, True, True]
    perform(people.decider, application.pk, "approve", reason="Dokumen lengkap dan sesuai.")
    assert who_opens() == [True, True, True]


def test_others_who_see_the_file_open_no_document_of_it(people: Cast) -> None:
    application = sent(people)
    for role in (Role.STAFF, Role.ADMIN, Role.CURATOR):
        person = OfficialFactory(role=role, regency=None)
        assert opened_by(person, application) == every_door(403)
    # An auditor gets the archive without the documents that have no reason yet.
    auditor = OfficialFactory(role=Role.AUDITOR, regency=None)
    assert opened_by(auditor, application) == every_door(403) | {"archive": 200}
    opened = SecurityEvent.objects.filter(action=SecurityAction.DOCUMENT_OPENED)
    assert not opened.exists()


def test_outsiders_see_no_door_and_the_applicants_open_all(people: Cast) -> None:
    application = sent(people)
    assert opened_by(people.owner, application) == every_door(200)
    assert opened_by(UserFactory(), application) == every_door(404)
    elsewhere = OfficialFactory(role=Role.VERIFIER, regency="35.15")
    assert opened_by(elsewhere, application) == every_door(404)
    superuser = UserFactory(is_superuser=True, is_staff=True)
    assert opened_by(superuser, application) == every_door(404)


def test_whoever_decided_it_still_opens_what_they_decided_on(people: Cast) -> None:
    application = sent(people)
    for name in ("start_review", "pass_stage", "pass_stage"):
        perform(people.verifier, application.pk, name)
    perform(
        people.analyst, application.pk, "recommend", reason="Usaha berjalan, kebutuhan wajar.",
        data={"opinion": "positive"},
    )  # fmt: skip
    perform(people.decider, application.pk, "approve", reason="Dokumen lengkap dan sesuai.")
    Posting.objects.filter(user=people.decider).update(role=Role.STAFF)
    assert opened_by(people.decider, application) == every_door(200)
    colleague = OfficialFactory(role=Role.STAFF)
    assert opened_by(colleague, application) == every_door(403)


def test_the_page_of_the_file_links_only_what_opens(people: Cast) -> None:
    application = sent(people)
    addresses = [path for door, path in doors(application).items() if "api" not in door]
    shown = web_client(people.verifier).get(address(application)).content.decode()
    assert all(path in shown for path in addresses)
    staff = OfficialFactory(role=Role.STAFF, regency=None)
    hidden = web_client(staff).get(address(application))
    assert hidden.status_code == 200
    assert [path for path in addresses if path in hidden.content.decode()] == []
    assert "Dokumen ini hanya dibuka oleh petugas dari tahap" in text_of(hidden)


def test_the_printout_of_those_who_may_not_open_has_no_document(people: Cast) -> None:
    application = sent(people)
    staff = OfficialFactory(role=Role.STAFF, regency=None)
    superuser = UserFactory(is_superuser=True, is_staff=True)
    for person in (staff, superuser):
        answer: Any = web_client(person).get(
            f"/admin/applications/application/{application.pk}/pdf/"
        )
        assert read(answer) == 200
        assert answer.content_read.startswith(b"%PDF")
    assert not SecurityEvent.objects.filter(action=SecurityAction.DOCUMENT_OPENED).exists()
    read(web_client(people.verifier).get(f"/admin/applications/application/{application.pk}/pdf/"))
    opened = SecurityEvent.objects.filter(action=SecurityAction.DOCUMENT_OPENED)
    assert opened.count() == application.attachments.count() == 5


def test_the_page_of_a_claim_opens_no_document(people: Cast) -> None:
    application = sent(people)
    claim = people.enterprise.claims.create(user=UserFactory(), created_at=application.created_at)
    page = web_client(people.verifier).get(f"/admin/enterprises/claim/{claim.pk}/change/")
    assert page.status_code == 200
    assert "/berkas/" not in page.content.decode()


def test_an_auditor_opens_one_document_for_an_hour_with_a_reason(people: Cast) -> None:
    application = sent(people)
    auditor = OfficialFactory(role=Role.AUDITOR, regency=None)
    client, card = web_client(auditor), current(application, "ktp")
    form = f"/admin/dokumen/{application.pk}/{card.pk}/alasan/"
    assert form in client.get(address(application)).content.decode()
    for said in ("", "cek", "periksa periksa"):
        assert client.post(form, {"reason": said}).status_code == 400
    with time_machine.travel("2026-11-27T03:00:00+00:00", tick=False) as now:
        client = web_client(auditor)
        assert client.post(form, {"reason": REASON}).status_code == 302
        answers = opened_by(auditor, application)
        # Pages and original are those of the family card, for which there is no reason.
        others = ("page", "original", "api original")
        assert answers == every_door(200) | dict.fromkeys(others, 403)
        answer: Any = web_client(auditor).get(doors(application)["archive"])
        read(answer)
        names = zipfile.ZipFile(BytesIO(answer.content_read)).namelist()
        assert len(names) == 2  # the card, and the list that says why the others are missing
        now.shift(3601)
        assert opened_by(auditor, application)["file"] == 403
    event = SecurityEvent.objects.get(action=SecurityAction.DOCUMENT_OPENED)
    assert (event.person, event.reason) == (auditor, REASON)
    assert event.thing == f"attachment:{card.pk}"


def test_a_reason_opens_nothing_to_others(people: Cast) -> None:
    application = sent(people)
    form = f"/admin/dokumen/{application.pk}/{current(application, 'ktp').pk}/alasan/"
    for role in (Role.VERIFIER, Role.ADMIN, Role.STAFF):
        client = web_client(OfficialFactory(role=role, regency=None))
        assert client.get(form).status_code == 403
        assert client.post(form, {"reason": REASON}).status_code == 403
    assert not SecurityEvent.objects.filter(action=SecurityAction.DOCUMENT_REASON).exists()


def test_an_auditor_of_another_regency_cannot_even_ask(people: Cast) -> None:
    application = sent(people)
    auditor = OfficialFactory(role=Role.AUDITOR, regency="35.15")
    form = f"/admin/dokumen/{application.pk}/{current(application, 'ktp').pk}/alasan/"
    assert web_client(auditor).post(form, {"reason": REASON}).status_code == 404
    assert opened_by(auditor, application) == every_door(404)


def test_an_auditor_changes_nothing_on_a_file(people: Cast) -> None:
    application = sent(people)
    auditor = OfficialFactory(role=Role.AUDITOR, regency=None)
    client = web_client(auditor)
    before = Application.objects.filter(pk=application.pk).values().get()
    for action in ("start_review", "pass_stage", "approve", "take", "request_revision"):
        answer = client.post(
            address(application),
            {"action": action, "stage": "completeness", "reason": "Dokumen lengkap dan sesuai."},
        )
        assert answer.status_code in (400, 403, 409), action
    for remark in ("note", "message", "reminder"):
        client.post(address(application), {"remark": remark, "text": "Catatan dari auditor."})
    assert Application.objects.filter(pk=application.pk).values().get() == before
    assert not application.notes.exists()
    assert not application.reminders.exists()
    assert not application.applicant_messages.exists()


def test_each_opening_is_recorded_once_an_hour_with_person_address_and_request(
    people: Cast,
) -> None:
    application = sent(people)
    client = web_client(people.verifier)
    path = doors(application)["file"]
    with time_machine.travel("2026-11-27T03:00:00+00:00", tick=False) as now:
        client = web_client(people.verifier)
        first = client.get(path, REMOTE_ADDR="203.0.113.7")
        read(first)
        read(client.get(f"{path}kecil/"))
        read(client.get(path))
        now.shift(3600)
        read(web_client(people.verifier).get(path))
    events = SecurityEvent.objects.filter(action=SecurityAction.DOCUMENT_OPENED).order_by("id")
    assert events.count() == 2
    event = events[0]
    assert (event.person, event.address) == (people.verifier, "203.0.113.7")
    assert event.request_id == first["X-Request-Id"]
    assert event.holder == f"enterprise:{people.enterprise.pk}"
    assert event.words.endswith(f" · {application.number}")
    assert event.role.startswith("verifikator, Dinas Koperasi")


def test_a_picture_that_the_browser_still_has_is_an_opening_too(people: Cast) -> None:
    application = sent(people)
    path = doors(application)["thumbnail"]
    client = web_client(people.verifier)
    tag = client.get(path)["ETag"]
    with time_machine.travel("2099-01-01T03:00:00+00:00", tick=False):
        client = web_client(people.verifier)
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    events = SecurityEvent.objects.filter(action=SecurityAction.DOCUMENT_OPENED)
    assert events.count() == 2


def test_the_archive_is_recorded_with_one_statement(people: Cast) -> None:
    application = sent(people)
    client = web_client(people.verifier)
    with CaptureQueriesContext(connection) as queries:
        read(client.get(doors(application)["archive"]))
    inserts = [q for q in queries if 'INSERT INTO "accounts_securityevent"' in q["sql"]]
    assert len(inserts) == 1
    assert SecurityEvent.objects.filter(action=SecurityAction.DOCUMENT_OPENED).count() == 5


def test_whoever_acted_for_the_enterprise_opens_nothing_as_an_official(people: Cast) -> None:
    application = sent(people)
    former = OfficialFactory(role=Role.VERIFIER)
    MemberFactory(enterprise=application.enterprise, user=former, until=application.submitted_at)
    assert opened_by(former, application) == every_door(403)

"""What the virus scanner means for an application, its owner and the office."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import Application, Attachment
from applications.selectors.attachments import current_attachments
from applications.services.attachments import attach
from applications.services.transitions import perform
from common.dates import clock
from common.errors import Conflict, InvalidInput
from enterprises.enums import ScanState
from enterprises.models import DocumentScan
from enterprises.services.scanning import scan_waiting
from tests.api.client import V1, client_for, faults, photo
from tests.applications.admin.backoffice import address, text_of
from tests.clients import web_client
from tests.common.files.clamd import Daemon, clamd
from tests.factories.programs import Cast, make_application
from tests.shown import shown_on

REQUIRED = ("ktp", "kk", "nib_or_sku", "business_photo", "sales_note")
COLOURS = ("red", "green", "blue", "teal", "black")


@pytest.fixture
def daemon(settings: Any) -> Iterator[Daemon]:
    with clamd() as daemon:
        settings.CLAMD_SOCKET = daemon.address
        yield daemon


def upload(people: Cast, draft: Application, requirement: str, colour: str = "teal") -> None:
    file = SimpleUploadedFile(f"{requirement}.jpg", photo(colour=colour).getvalue())
    path = f"/pengajuan/{draft.pk}/dokumen/{requirement}/"
    owner = web_client(people.owner)
    sent = {"file": file, "semula": shown_on(owner.get(path))}
    assert owner.post(path, sent).status_code == 302


def filled(people: Cast) -> Application:
    draft = make_application(people, documents=False)
    for requirement, colour in zip(REQUIRED, COLOURS, strict=True):
        upload(people, draft, requirement, colour)
    return draft


def submit(people: Cast, draft: Application) -> Application:
    return perform(people.owner, draft.pk, "submit", data={"declaration": True})


def infect(requirement: str) -> Attachment:
    """Mark the current file as infected, as the scanner would."""
    item = Attachment.objects.get(requirement=requirement, removed_at__isnull=True)
    DocumentScan.objects.filter(version=item.version).update(
        state=ScanState.INFECTED, signature="Eicar", scanned_at=clock.now()
    )
    return item


def file_of(draft: Application, item: Attachment) -> str:
    return f"/pengajuan/{draft.pk}/berkas/{item.pk}/"


def test_an_owner_continues_while_files_wait_and_the_office_sees_why(
    people: Cast, daemon: Daemon
) -> None:
    draft = filled(people)
    page = text_of(web_client(people.owner).get(f"/pengajuan/{draft.pk}/dokumen/ktp/"))
    assert "Sedang diperiksa keamanannya. Anda dapat meneruskan dan mengirim." in page
    sent = submit(people, draft)
    due = sent.due_on
    item = sent.attachments.get(requirement="ktp")
    for path in (file_of(sent, item), f"{file_of(sent, item)}kecil/"):
        for_official = web_client(people.verifier).get(path)
        assert for_official.status_code == 423
        assert "sedang diperiksa keamanannya" in text_of(for_official)
        assert web_client(people.owner).get(path).status_code == 200
    screen = web_client(people.verifier).get(address(sent))
    assert "Sedang diperiksa keamanannya, belum dapat dibuka." in text_of(screen)
    assert file_of(sent, item) not in screen.content.decode()
    answer = client_for(people.verifier).get(f"{V1}/applications/{sent.pk}/documents/{item.pk}/")
    assert (answer.status_code, faults(answer)) == (423, [("file_waiting", None)])
    scan_waiting()
    assert web_client(people.verifier).get(file_of(sent, item)).status_code == 200
    assert Application.objects.get(pk=sent.pk).due_on == due


def test_nothing_is_approved_on_a_required_document_that_nobody_could_open(
    people: Cast, settings: Any
) -> None:
    application = make_application(people, stage="decision")
    item = application.attachments.get(requirement="ktp")
    settings.CLAMD_SOCKET = "127.0.0.1:1"
    scan = DocumentScan.objects.create(version=item.version, next_attempt_at=clock.now())
    for state in (ScanState.WAITING, ScanState.INFECTED):
        if state == ScanState.INFECTED:
            infect("ktp")
        with pytest.raises(Conflict) as refusal:
            perform(people.decider, application.pk, "approve", reason="Lengkap dan layak.")
        assert refusal.value.code == "documents_unread"
        assert "KTP" in refusal.value.message
    DocumentScan.objects.filter(pk=scan.pk).update(state=ScanState.CLEAN, signature="")
    perform(people.decider, application.pk, "approve", reason="Lengkap dan layak.")


def test_files_that_came_while_the_scanner_was_away_are_scanned_when_it_is_back(
    people: Cast, settings: Any
) -> None:
    with clamd() as daemon:
        settings.CLAMD_SOCKET = daemon.address
    sent = submit(people, filled(people))
    with time_machine.travel(clock.now(), tick=False) as time:
        scan_waiting()
        assert set(DocumentScan.objects.values_list("state", flat=True)) == {ScanState.WAITING}
        with clamd() as back:
            settings.CLAMD_SOCKET = back.address
            time.shift(timedelta(minutes=1))
            scan_waiting()
    assert set(DocumentScan.objects.values_list("state", flat=True)) == {ScanState.CLEAN}
    item = sent.attachments.get(requirement="kk")
    assert web_client(people.verifier).get(file_of(sent, item)).status_code == 200


def test_an_infected_file_counts_as_missing(people: Cast, daemon: Daemon) -> None:
    draft = filled(people)
    scan_waiting()
    item = infect("ktp")
    with pytest.raises(InvalidInput) as refusal:
        submit(people, draft)
    assert [(e.code, e.field) for e in refusal.value.errors] == [
        ("document_infected", "documents.ktp")
    ]
    owner = web_client(people.owner)
    assert owner.get(file_of(draft, item)).status_code == 423
    assert "Berbahaya, unggah lagi" in text_of(owner.get(f"/pengajuan/{draft.pk}/dokumen/"))
    page = owner.get(f"/pengajuan/{draft.pk}/dokumen/ktp/")
    assert "mengandung perangkat lunak berbahaya" in text_of(page)
    assert f"{file_of(draft, item)}kecil/" not in page.content.decode()
    rows = client_for(people.owner).get(f"{V1}/applications/{draft.pk}/").json()["documents"]
    assert {row["requirement"]: row["status"] for row in rows}["ktp"] == "missing"
    with pytest.raises(Conflict) as conflict:
        attach(people.owner, draft.pk, requirement="kk", version=item.version)
    assert conflict.value.code == "file_infected"
    upload(people, draft, "ktp", "yellow")
    submit(people, draft)


def test_a_file_found_infected_after_submission_is_shown_and_requested_again(
    people: Cast, daemon: Daemon
) -> None:
    sent = submit(people, filled(people))
    item = infect("ktp")
    perform(people.verifier, sent.pk, "start_review")
    screen = text_of(web_client(people.verifier).get(address(sent)))
    assert "Mengandung perangkat lunak berbahaya, tidak dapat dibuka." in screen
    assert web_client(people.verifier).get(file_of(sent, item)).status_code == 423
    perform(
        people.verifier,
        sent.pk,
        "request_revision",
        reason="KTP berbahaya.",
        data={"fields": ["documents.ktp"]},
    )
    with pytest.raises(InvalidInput):
        submit(people, sent)
    upload(people, sent, "ktp", "yellow")
    assert submit(people, sent).state == "in_review"


def test_an_infected_file_is_not_offered_again(people: Cast, daemon: Daemon) -> None:
    draft = make_application(people, documents=False)
    upload(people, draft, "ktp")
    item = infect("ktp")
    owner, path = web_client(people.owner), f"/pengajuan/{draft.pk}/dokumen/ktp/"
    owner.post(path, {"hapus": item.pk})
    assert not current_attachments(draft).exists()
    assert "Pakai berkas ini" not in text_of(owner.get(path))
    owner.post(path, {"pakai": item.version_id})
    assert not current_attachments(draft).exists()


def test_lists_ask_no_more_with_a_scanner_than_without(
    people: Cast, daemon: Daemon, settings: Any
) -> None:
    draft = filled(people)
    client, path = web_client(people.owner), f"/pengajuan/{draft.pk}/dokumen/"
    client.get(path)
    counts = []
    for socket in (daemon.address, ""):
        settings.CLAMD_SOCKET = socket
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]

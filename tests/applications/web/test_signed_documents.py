"""A signed PDF, from its upload to the page of the official who reads it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import SecurityAction
from accounts.models import SecurityEvent
from applications.models import Application
from applications.services.attachments import detach
from enterprises.models import SealedOriginal
from tests.api.client import V1, client_for
from tests.applications.admin.backoffice import address, text_of
from tests.applications.web.test_files import archive, current, sent
from tests.clients import web_client
from tests.common.files.hostile_files import plain_pdf
from tests.common.files.signed_pdfs import SIGNED_AT, altered, signed, with_other_text
from tests.factories.programs import Cast, make_application

pytestmark = pytest.mark.usefixtures("files_in_this_process")
HEAD = "Ditandatangani elektronik oleh Siti Aminah pada 20 Nov 2026, 10.15 WIB; "
WHOLE = f"{HEAD}isi berkas utuh sejak ditandatangani."
CAUTION = "sertifikat belum diperiksa ke penyelenggara sertifikat elektronik (PSrE)."


@pytest.fixture(autouse=True)
def signing_time() -> Iterator[None]:
    with time_machine.travel(SIGNED_AT, tick=False):
        yield


def upload(people: Cast, draft: Application, content: bytes, requirement: str = "kk") -> None:
    file = SimpleUploadedFile("KK ibu.pdf", content)
    path = f"/pengajuan/{draft.pk}/dokumen/{requirement}/"
    assert web_client(people.owner).post(path, {"file": file}).status_code == 302


def signed_words(page: Any) -> str:
    """Return what the window of the viewer gets about the signatures."""
    found = re.search(r'data-signed="([^"]*)"', page.content.decode())
    return found[1] if found else ""


def sent_signed(people: Cast, content: bytes) -> Application:
    """Submit an application whose family card is this PDF."""
    return sent(people, family_card=content)


def test_the_owner_reads_who_signed_and_saves_the_original(people: Cast) -> None:
    draft = make_application(people, documents=False)
    content = signed()
    upload(people, draft, content)
    page = web_client(people.owner).get(f"/pengajuan/{draft.pk}/dokumen/kk/")
    assert WHOLE in text_of(page)
    assert CAUTION in text_of(page)
    path = f"/pengajuan/{draft.pk}/berkas/{current(draft, 'kk').pk}/asli/"
    assert f'href="{path}"' in page.content.decode()
    answer: Any = web_client(people.owner).get(path)
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == 'attachment; filename="KK ibu (asli).pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_stored_file_says_who_signed_it_wherever_it_is_listed(people: Cast) -> None:
    draft = make_application(people, documents=False)
    upload(people, draft, signed())
    detach(people.owner, draft.pk, current(draft, "kk").pk)
    client = web_client(people.owner)
    for path in (f"/usaha/{people.enterprise.pk}/", f"/pengajuan/{draft.pk}/dokumen/kk/"):
        page = client.get(path)
        assert WHOLE in text_of(page), path
        assert "/asli/" not in page.content.decode()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (altered, "atas nama Siti Aminah; isi berkas tidak cocok dengan tanda tangan ini."),
        (with_other_text, f"{HEAD}ada perubahan setelah tanda tangan."),
    ],
)
def test_the_official_reads_what_became_of_it(people: Cast, make: Any, said: str) -> None:
    content = make(signed())
    application = sent_signed(people, content)
    page = web_client(people.verifier).get(address(application))
    assert said in text_of(page)
    # The window that shows the document on the page says it too.
    assert f"{said} Nama dan waktu menurut berkas" in signed_words(page)
    card = current(application, "kk").pk
    assert f"/pengajuan/{application.pk}/berkas/{card}/asli/" in page.content.decode()
    answer: Any = web_client(people.verifier).get(
        f"/pengajuan/{application.pk}/berkas/{card}/asli/"
    )
    assert b"".join(answer.streaming_content) == content
    event = SecurityEvent.objects.get(action=SecurityAction.DOCUMENT_OPENED)
    assert (event.person, event.thing) == (people.verifier, f"attachment:{card}")


def test_an_unsigned_file_says_nothing_and_has_no_original(people: Cast) -> None:
    application = sent_signed(people, plain_pdf())
    page = web_client(people.verifier).get(address(application))
    assert "data-signed" not in page.content.decode()
    card = current(application, "kk").pk
    path = f"/pengajuan/{application.pk}/berkas/{card}/asli/"
    assert web_client(people.verifier).get(path).status_code == 404


def test_the_archive_has_the_original_beside_the_copy(people: Cast) -> None:
    content = signed()
    application = sent_signed(people, content)
    opened = archive(people.verifier, application)
    assert opened.namelist()[1:3] == ["02 Kartu keluarga.pdf", "02 Kartu keluarga (asli).pdf"]
    assert opened.read("02 Kartu keluarga (asli).pdf") == content


def test_the_api_says_the_same(people: Cast) -> None:
    content = signed()
    application = sent_signed(people, content)
    client = client_for(people.owner)
    documents = client.get(f"{V1}/applications/{application.pk}/").json()["documents"]
    files = {row["requirement"]: row["files"][0] for row in documents if row["files"]}
    assert (files["ktp"]["signatures"], files["ktp"]["original_url"]) == ([], None)
    assert files["kk"]["signatures"] == [
        {
            "signer": "Siti Aminah",
            "signed_at": "2026-11-20T10:15:00+07:00",
            "stamped_at": None,
            "is_timestamp": False,
            "state": "whole",
        }
    ]
    answer: Any = client.get(files["kk"]["original_url"])
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment;")


def test_the_page_asks_as_much_for_one_signed_file_as_for_three(people: Cast) -> None:
    draft = make_application(people, documents=False)
    client = web_client(people.owner)
    counts = []
    for number, requirement in enumerate(("kk", "nib_or_sku", "sales_note"), 1):
        upload(people, draft, signed(plain_pdf(text=str(number))), requirement)
        if number in (1, 3):
            assert SealedOriginal.objects.count() == number
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/pengajuan/{draft.pk}/dokumen/")
            counts.append(len(queries))
    assert counts[0] == counts[1]

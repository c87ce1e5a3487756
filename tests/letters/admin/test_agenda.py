"""The agenda book of an office and year."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from common.dates import clock
from letters.enums import LetterAction
from letters.services.signing import ask
from letters.services.status import change
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import office_that_signs, waiting_letter

pytestmark = pytest.mark.django_db
AGENDA = "/admin/surat/agenda/"


def test_the_book_lists_every_number_and_why_one_was_cancelled() -> None:
    holder = office_that_signs(OfficialFactory(role=Role.DECIDER))
    agency = holder.position.agency
    kept, gone = waiting_letter(agency), waiting_letter(agency, holder="=1+1")
    ask(holder.user, [kept.pk, gone.pk])
    change(holder.user, gone.pk, LetterAction.CANCELLED, "Salah ketik nama usahanya.")
    admin = web_client(OfficialFactory(role=Role.ADMIN))
    page = text_of(admin.get(AGENDA))
    assert "2 nomor, yang batal termasuk." in page
    assert page.index("/2/") < page.index("/1/")
    assert f"Salah ketik nama usahanya. ({holder.user.name}" in page
    file = body(admin, f"{AGENDA}unduh/csv/")
    assert "'=1+1" in file
    assert "Salah ketik nama usahanya." in file
    sheet = b"".join(admin.get(f"{AGENDA}unduh/xlsx/"))
    assert sheet.startswith(b"PK")
    year = clock.today().year
    assert "Belum ada nomor" in text_of(admin.get(f"{AGENDA}?tahun={year - 1}"))
    for query in ("tahun=x", f"tahun={'9' * 30}", "hal=x", "hal=%00", "tahun=%00"):
        assert admin.get(f"{AGENDA}?{query}").status_code in (200, 302, 400), query
    for query in (f"dinas={'9' * 30}", "dinas=x"):
        assert admin.get(f"{AGENDA}?{query}").status_code == 404, query
    assert admin.get(f"{AGENDA}unduh/pdf/").status_code == 404
    assert web_client(OfficialFactory(role=Role.VERIFIER)).get(AGENDA).status_code == 403
    elsewhere = web_client(OfficialFactory(role=Role.ADMIN, regency="35.15"))
    assert elsewhere.get(f"{AGENDA}?dinas={agency.pk}").status_code == 404
    assert elsewhere.get(f"{AGENDA}unduh/csv/?dinas={agency.pk}").status_code == 404
    # Whoever decides or audits reads it, but takes no rows along.
    for role in (Role.DECIDER, Role.AUDITOR):
        reader = web_client(OfficialFactory(role=role))
        read = reader.get(AGENDA)
        # Of several offices the one that gave a number is opened.
        assert "2 nomor, yang batal termasuk." in text_of(read)
        assert "Unduh" not in text_of(read)
        assert reader.get(f"{AGENDA}unduh/csv/?dinas={agency.pk}").status_code == 403


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer).decode()


def test_the_book_takes_as_many_queries_for_three_as_for_one() -> None:
    holder = office_that_signs(OfficialFactory(role=Role.DECIDER))
    client = web_client(OfficialFactory(role=Role.ADMIN))
    counts = []
    for more in (1, 2):
        for _letter in range(more):
            ask(holder.user, [waiting_letter(holder.position.agency).pk])
        client.get(AGENDA)
        with CaptureQueriesContext(connection) as captured:
            client.get(AGENDA)
        counts.append(len(captured))
    assert counts[0] == counts[1]

"""The page of a file says who sent each answer and who stated each particular, and when."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from applications.models import Application
from applications.services.drafts import save_answers
from applications.services.transitions import perform
from enterprises.models import Enterprise
from enterprises.shared.personal_data import personal_data
from tests.applications.admin.backoffice import address, press, text_of
from tests.clients import web_client
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 11, 9, 3, 0, tzinfo=UTC)
CORRECTED = datetime(2026, 11, 12, 3, 0, tzinfo=UTC)
STATED = {
    "workers": {"by": "register", "on": "2026-03-03"},
    "kbli_version": {"by": "helper", "on": "2026-06-06"},
    "nik": {"by": "official", "on": "2026-05-05"},
}


def answer_sources(page: Any) -> dict[str, str]:
    return {row.label: row.source for _title, rows in page.context["groups"] for row in rows}


def correct(cast: Any, file: Application) -> None:
    fields = ["answers.purpose", "answers.tenor_months"]
    press(cast.verifier, file, "request_revision", reason="Tujuan keliru.", fields=fields)


def test_answers_have_the_day_of_the_submission_that_brought_them() -> None:
    with time_machine.travel(SENT, tick=False):
        cast = cast_of(stated=STATED)
        file = make_application(cast, stage="verification")
    with time_machine.travel(CORRECTED, tick=False):
        correct(cast, file)
        save_answers(cast.owner, file.pk, {"purpose": "investment"})
        verifier = web_client(cast.verifier)
        said = answer_sources(verifier.get(address(file)))
        first = "menurut pelaku usaha, 9 Nov 2026"
        # What was changed and not sent yet has no day.
        assert (said["Tujuan pinjaman"], said["Jangka waktu"]) == ("", first)
        perform(cast.owner, file.pk, "submit", data={"declaration": True})
        page = verifier.get(address(file))
        said = answer_sources(page)
        assert said["Tujuan pinjaman"] == "menurut pelaku usaha, 12 Nov 2026"
        assert said["Jangka waktu"] == first
        rows = {row.label: row.source for row in page.context["particulars"].rows if row.source}
        assert rows == {
            "NIK": "diperbaiki dinas, 5 Mei 2026",
            "KBLI": "menurut pendamping, 6 Jun 2026",
            "Tenaga kerja": "dari register dinas, 3 Mar 2026",
        }
        assert "3 orang dari register dinas, 3 Mar 2026" in text_of(page)
        owner = web_client(cast.owner).get(f"/pengajuan/{file.pk}/")
        assert "Investasi menurut Anda, 12 Nov 2026" in text_of(owner)
        own = [row for _group, rows in owner.context["sections"] for row in rows]
        assert {row.source for row in own if "Tujuan" not in row.label and row.value} >= {
            "menurut Anda, 9 Nov 2026"
        }


def test_a_file_of_an_enterprise_of_which_nothing_is_known_says_nothing() -> None:
    with time_machine.travel(SENT, tick=False):
        cast = cast_of()
        file = make_application(cast, stage="verification")
        page = web_client(cast.verifier).get(address(file))
        assert {row.source for row in page.context["particulars"].rows} == {""}
        Enterprise.objects.filter(pk=cast.enterprise.pk).update(stated=STATED)
        kept = personal_data(cast.owner)["Usaha"][0]["Menurut siapa dan sejak kapan"]
        assert kept["Tenaga kerja"] == "dari register dinas, 3 Mar 2026"
        elsewhere = web_client(cast_of("35.15").verifier).get(address(file))
        assert elsewhere.status_code in (302, 404)

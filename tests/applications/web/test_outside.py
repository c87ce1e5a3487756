"""The owner's turn outside the portal on their pages, and the form that reports it."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from applications.kinds.outside_task import OutsideTask
from applications.models import OutsideStep
from applications.selectors.state_labels import state_step
from applications.services.outside_steps import report_step
from applications.services.transitions import perform
from common.dates import clock
from enterprises.models import Member
from financing.outcome import OUTCOME
from tests.api.client import photo
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import HelperFactory, UserFactory
from tests.factories.outside import in_review, to_bank
from tests.factories.programs import REASON, Cast, cast_of
from tests.shown import send_as_shown, shown_on

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 3, tzinfo=UTC)
TASK = OutsideTask(
    todo="Ajukan di OSS.",
    place="OSS",
    link="https://oss.go.id",
    number="Nomor di OSS",
    needs_number=True,
)


def helper_of(cast: Cast) -> Any:
    helper = HelperFactory()
    Member.objects.create(
        enterprise=cast.enterprise, user=helper, role=Role.HELPER, since=clock.now()
    )
    return helper


def test_home_list_and_page_say_what_where_and_until_when() -> None:
    with time_machine.travel(MONDAY, tick=True):
        cast, application = to_bank()
        client = web_client(cast.owner)
        page = text_of(client.get(f"/pengajuan/{application.pk}/"))
        rows = [text_of(client.get(path)) for path in ("/", "/pengajuan/")]
    assert "Giliran Anda di luar portal: Membawa berkas ke bank." in page
    assert "Perkiraan selesai: Senin, 16 November 2026 (10 hari kerja lagi)" in page
    assert "kami mengingatkan Anda pada 9 Nov 2026 dan 13 Nov 2026" in page
    assert "Tanpa kabar, berkas ini tetap terbuka" in page
    assert "Berkas sudah saya bawa ke bank" in page
    for row in rows:
        assert "Giliran Anda" in row
        assert "perkiraan selesai 16 Nov 2026 (10 hari kerja lagi)" in row
    with time_machine.travel(datetime(2026, 11, 18, 3, tzinfo=UTC), tick=True):
        client = web_client(cast.owner)
        page = text_of(client.get(f"/pengajuan/{application.pk}/"))
        assert "Perkiraan selesai Senin, 16 November 2026 sudah lewat" in page
        assert "perkiraan selesai sudah lewat; kabari kami" in text_of(client.get("/"))


def test_the_way_names_the_turns_outside_before_the_decision() -> None:
    cast, application = in_review()
    client = web_client(cast.owner)
    page = text_of(client.get(f"/pengajuan/{application.pk}/"))
    way = page.split("Perjalanan pengajuan")[1]
    assert "Membawa berkas ke bank bila dinas menyetujui: giliran Anda, di bank penyalur" in way
    assert "bila dinas menyetujui: di luar dinas" in way
    cast, application = to_bank()
    page = text_of(web_client(cast.owner).get(f"/pengajuan/{application.pk}/"))
    way = page.split("Perjalanan pengajuan")[1]
    assert "Membawa berkas ke bank giliran Anda, di bank penyalur" in way
    assert "bila dinas menyetujui" not in way


def test_what_is_done_now_stands_before_what_can_wait() -> None:
    cast, application = to_bank()
    page = text_of(web_client(cast.owner).get(f"/pengajuan/{application.pk}/"))
    order = [
        page.index(words)
        for words in (
            "Cetak untuk dibawa ke bank",
            "Berkas sudah saya bawa ke bank",
            "Perjalanan pengajuan",
            "Data untuk SIKP",
        )
    ]
    assert order == sorted(order)


def test_the_form_asks_and_the_page_shows_what_was_reported(
    files_in_this_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OUTCOME, "outside_tasks", {"verification": TASK}, raising=False)
    cast, application = in_review()
    client = web_client(cast.owner)
    path = f"/pengajuan/{application.pk}/di-luar/"
    detail = client.get(f"/pengajuan/{application.pk}/").content.decode()
    assert 'href="https://oss.go.id" rel="noreferrer"' in detail
    assert f'href="{path}"' in detail
    for wrong, said in (
        ({}, "Tulis Nomor di OSS."),
        ({"number": "x" * 61}, "60"),
        ({"number": "3578012345678901"}, "NIK atau NPWP"),
        ({"number": "\x00"}, ""),
        ({"number": "A-1", "result": "declined"}, ""),
        ({"number": "A-1", "file": "teks"}, None),
    ):
        answer = send_as_shown(client, path, {"result": "done", "note": "", **wrong})
        if said is None:
            break
        assert answer.status_code == 400, wrong
        assert said in text_of(answer)
        assert not OutsideStep.objects.filter(reported_at__isnull=False).exists()
    assert answer.status_code == 302
    step = OutsideStep.objects.get()
    assert (step.number, step.attachment) == ("A-1", None)
    page = text_of(client.get(f"/pengajuan/{application.pk}/"))
    assert "Kabar Anda sudah tercatat" in page
    assert "Nomor A-1." in page
    assert "Verifikasi: kabar tercatat" in page


def test_after_the_report_the_page_no_longer_asks_for_what_was_done() -> None:
    cast, application = to_bank()
    page = f"/pengajuan/{application.pk}/"
    step = state_step(application)
    assert step in text_of(web_client(cast.owner).get(page))
    report_step(cast.owner, application.pk, result="done")
    shown = text_of(web_client(cast.owner).get(page))
    assert step not in shown
    assert "Kabar Anda sudah tercatat. Sekarang tidak ada yang perlu Anda lakukan" in shown


def test_the_bank_page_comes_before_the_report_and_each_button_chooses_its_answer() -> None:
    cast, application = to_bank()
    client = web_client(cast.owner)
    page = client.get(f"/pengajuan/{application.pk}/").content.decode()
    report = f"/pengajuan/{application.pk}/di-luar/?hasil="
    assert page.index("/bawa-ke-bank/") < page.index(f"{report}done") < page.index("declined")
    for result in ("done", "declined"):
        form = client.get(report + result).content.decode()
        assert re.search(rf'<input[^>]*value="{result}"[^>]*checked', form)
    assert " checked" not in client.get(f"{report}lain").content.decode()


def test_a_photo_is_stored_with_the_report_and_helpers_may_report(
    files_in_this_process: None,
) -> None:
    cast, application = to_bank()
    client = web_client(helper_of(cast))
    path = f"/pengajuan/{application.pk}/di-luar/"
    body = {"result": "done", "number": "b-7", "note": "Sudah.", "file": photo()}
    assert send_as_shown(client, path, body).status_code == 302
    step = OutsideStep.objects.get()
    assert step.attachment is not None
    file = f"/pengajuan/{application.pk}/berkas/{step.attachment.pk}/"
    for person in (cast.owner, cast.decider):
        assert web_client(person).get(file).status_code == 200
    assert web_client(cast_of().owner).get(file).status_code == 404
    assert file in web_client(cast.owner).get(f"/pengajuan/{application.pk}/").content.decode()


def test_a_second_tab_and_a_file_that_moved_on_are_told_so() -> None:
    cast, application = in_review()
    client = web_client(cast.owner)
    path = f"/pengajuan/{application.pk}/di-luar/"
    shown = shown_on(client.get(path))
    body = {"result": "done", "note": "", "semula": shown}
    assert client.post(path, {**body, "semula": ""}).status_code == 302
    assert not OutsideStep.objects.filter(reported_at__isnull=False).exists()
    report_step(cast.owner, application.pk, result="done")
    answer = client.post(path, body, follow=True)
    assert "sudah tidak menunggu kabar Anda" in answer.content.decode()
    assert client.get(path).status_code == 302
    perform(cast.verifier, application.pk, "pass_stage", reason=REASON)
    assert client.post(path, body).status_code == 302
    assert OutsideStep.objects.filter(reported_at__isnull=False).count() == 1


def test_one_and_three_files_take_as_many_queries() -> None:
    owner = UserFactory()
    counts = []
    for _number in range(3):
        cast = cast_of()
        Member.objects.filter(enterprise=cast.enterprise).delete()
        Member.objects.create(
            enterprise=cast.enterprise, user=owner, role=Role.OWNER, since=clock.now()
        )
        cast.owner = owner
        to_bank(cast)
        client = web_client(owner)
        client.get("/")
        for path in ("/", "/pengajuan/"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:4] == counts[4:]

"""Notes, messages and reminders on the file's page and the queue, and where they are not seen."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import Application, Note, Reminder
from applications.services.remarks import add_note, send_message, set_reminder
from common.dates import clock
from enterprises.models import Member
from programs.enums import State
from tests.api.client import V1, client_for
from tests.applications.admin.backoffice import HOME, address, text_of
from tests.clients import web_client
from tests.factories.programs import Cast, cast_of, make_application
from tests.kinds.page_opener import PageOpener, application_parts

pytestmark = pytest.mark.django_db
SECRET = "Pemilik pernah ditolak bank karena tunggakan."


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def write(cast: Cast, file: Application, remark: str, **data: Any) -> Any:
    return web_client(cast.verifier).post(
        f"{address(file)}?antrean=tab%3Dlate", {"remark": remark, **data}
    )


def test_a_note_is_shown_with_its_author_and_in_the_timeline(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    answer = write(cast, file, "note", text=SECRET)
    assert answer.status_code == 302
    assert answer["Location"] == f"{address(file)}?antrean=tab%3Dlate#catatan"
    page = web_client(cast.decider).get(address(file))
    words = text_of(page)
    assert words.count(SECRET) == 2
    assert "Catatan internal (1)" in words
    timeline = page.content.decode().split('id="riwayat"')[1]
    assert SECRET in timeline
    assert str(cast.verifier) in timeline


def test_no_applicant_sees_a_note_through_any_door(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    add_note(cast.verifier, file.pk, SECRET)
    seen: list[str] = []

    class Reader(PageOpener):
        def record(self, name: str, path: str, answer: Any) -> None:
            if not hasattr(answer, "streaming_content"):
                seen.append(answer.content.decode(errors="replace"))
            super().record(name, path, answer)

    opener = Reader(file.edition)
    opener.open_pages("owner", web_client(cast.owner), application_parts(file))
    opener.open_endpoints("owner", cast.owner, application_parts(file))
    assert len(seen) > 30
    assert not [body for body in seen if SECRET in body]
    official = client_for(cast.verifier).get(f"{V1}/applications/{file.pk}/")
    assert SECRET not in official.content.decode()


def test_an_official_does_not_read_notes_about_their_own_enterprise(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    add_note(cast.verifier, file.pk, SECRET)
    Member.objects.create(
        enterprise=cast.enterprise, user=cast.decider, role="owner", since=clock.now()
    )
    words = text_of(web_client(cast.decider).get(address(file)))
    assert SECRET not in words
    assert "Catatan internal" not in words


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("remark", "data", "message"),
    [
        ("note", {"text": " "}, "Tulis teksnya lebih dahulu."),
        ("note", {"text": "x" * 4001}, "Paling banyak 4000 huruf."),
        ("message", {}, "Tulis teksnya lebih dahulu."),
        ("reminder", {"text": "Telepon."}, "Tulis tanggal yang benar"),
        ("reminder", {"text": "Telepon.", "on": "2026-02-30"}, "Tulis tanggal yang benar"),
        ("reminder", {"text": "Telepon.", "on": "1999-01-01"}, "Pilih hari ini atau sesudahnya."),
        ("poem", {"text": "Halo."}, "Tindakan ini tidak dikenal."),
    ],
)
def test_what_is_refused_is_said_and_kept(
    cast: Cast, remark: str, data: dict[str, str], message: str
) -> None:
    file = make_application(cast, stage="verification")
    page = write(cast, file, remark, **data)
    assert page.status_code == 400
    assert message in text_of(page)
    if remark == "reminder":
        assert 'value="Telepon."' in page.content.decode()
    assert not Note.objects.exists()
    assert not Reminder.objects.exists()


def test_a_message_names_whom_it_reaches_and_stays_on_both_pages(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    before = text_of(web_client(cast.verifier).get(address(file)))
    assert f"Sampai kepada {cast.owner} (pelaku usaha), lewat kotak masuk portal" in before
    answer = write(cast, file, "message", text="Kami datang hari Senin.")
    assert answer.status_code == 302
    words = text_of(web_client(cast.verifier).get(answer["Location"]))
    assert "Kami datang hari Senin." in words
    file.refresh_from_db()
    assert file.state == State.IN_REVIEW

    page = web_client(cast.owner).get(f"/pengajuan/{file.pk}/")
    words = text_of(page)
    assert "Pesan dari dinas" in words
    assert "Kami datang hari Senin." in words
    assert f"hubungi dinas dan sebutkan nomor {file.number}" in words
    assert cast.verifier.name not in words


def test_only_the_role_of_the_stage_is_offered_to_write(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    assert "Kirim pesan" in text_of(web_client(cast.verifier).get(address(file)))
    assert "Kirim pesan" not in text_of(web_client(cast.analyst).get(address(file)))
    refused = web_client(cast.analyst).post(
        address(file), {"remark": "message", "text": "Halo, selamat pagi."}
    )
    assert refused.status_code == 403


def test_messages_in_the_api_for_both_sides(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    send_message(cast.verifier, file.pk, "Kami datang hari Senin.")
    path = f"{V1}/applications/{file.pk}/"
    (own,) = client_for(cast.owner).get(path).json()["messages"]
    assert own.keys() == {"at", "text"}
    assert own["text"] == "Kami datang hari Senin."
    (seen,) = client_for(cast.decider).get(path).json()["messages"]
    assert seen == {**own, "author": str(cast.verifier)}


def test_reminders_stand_above_the_queue_until_ticked_off(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    client = web_client(cast.verifier)
    assert "Pengingat" not in text_of(client.get(HOME))
    today = clock.today()
    due = set_reminder(cast.verifier, file.pk, on=today, text="Telepon pemilik.")
    set_reminder(cast.verifier, file.pk, on=today + timedelta(days=3), text="Lihat tempatnya.")
    words = text_of(client.get(HOME))
    assert "Pengingat saya: 1" in words
    assert "Telepon pemilik." in words
    assert file.number in words
    assert "Pengingat saya (2)" in text_of(client.get(address(file)))
    assert "Telepon pemilik." not in text_of(web_client(cast.decider).get(address(file)))

    answer = client.post(f"/admin/pengingat/{due.pk}/", {"lanjut": address(file)})
    assert (answer.status_code, answer["Location"]) == (302, address(file))
    assert "Pengingat untuk nanti: 1" in text_of(client.get(HOME))


@pytest.mark.parametrize("then", ["", "https://jahat.example/", "//jahat.example", "\x00"])
def test_ticking_off_never_leads_to_another_site(cast: Cast, then: str) -> None:
    file = make_application(cast, stage="verification")
    due = set_reminder(cast.verifier, file.pk, on=clock.today(), text="Telepon.")
    answer = web_client(cast.verifier).post(f"/admin/pengingat/{due.pk}/", {"lanjut": then})
    assert answer["Location"] == HOME


@pytest.mark.parametrize("key", ["0", "999999999999999999", "9" * 30])
def test_an_unknown_reminder_does_not_exist(cast: Cast, key: str) -> None:
    assert web_client(cast.verifier).post(f"/admin/pengingat/{key}/").status_code == 404


def test_a_reminder_about_a_file_out_of_scope_names_no_file(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    set_reminder(cast.verifier, file.pk, on=clock.today(), text="Telepon.")
    elsewhere = cast_of(regency="35.09").enterprise.regency
    Application.objects.filter(pk=file.pk).update(regency=elsewhere)
    words = text_of(web_client(cast.verifier).get(HOME))
    assert "Telepon. berkasnya di luar wilayah Anda" in words
    assert file.number not in words


def test_older_notes_are_a_page_away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("applications.selectors.remarks", "applications.admin.application_page.remarks"):
        monkeypatch.setattr(f"{module}.SHOWN", 2)
    file = make_application(cast, stage="verification")
    for number in range(3):
        add_note(cast.verifier, file.pk, f"Catatan ke-{number}.")
    client = web_client(cast.verifier)
    page = client.get(f"{address(file)}?antrean=tab%3Dlate")
    assert "Catatan ke-0." not in text_of(page)
    (older,) = re.findall(
        r'href="(\?antrean=tab%3Dlate&amp;catatan=[0-9]+)#catatan"', page.content.decode()
    )
    words = text_of(client.get(address(file) + older.replace("&amp;", "&")))
    assert "Catatan ke-0." in words
    assert "Catatan ke-2." not in words
    for key in ("x", "-1", "9" * 40):
        assert client.get(address(file), {"catatan": key}).status_code == 200


def test_one_and_three_remarks_cost_the_same(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    client = web_client(cast.verifier)
    counts = []
    for number in (1, 2, 3):
        add_note(cast.verifier, file.pk, f"Catatan {number}")
        send_message(cast.verifier, file.pk, f"Pesan yang ke-{number}")
        set_reminder(cast.verifier, file.pk, on=clock.today(), text=f"Pengingat {number}")
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address(file)).status_code == 200
            assert client.get(HOME).status_code == 200
        counts.append(len([q for q in caught if not re.match(r"(SAVEPOINT|RELEASE)", q["sql"])]))
    assert counts[0] == counts[2]

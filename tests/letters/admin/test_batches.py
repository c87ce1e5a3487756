"""Many letters signed by one act: one progress, failures with their reasons, a worker that died."""

from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from letters.admin import tray
from letters.enums import LetterStatus
from letters.models import Letter, LetterNumber, SigningBatch
from letters.services.batches import ask_all
from letters.services.signing import _signed_file
from letters.tasks import sign_asked
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import office_that_signs, waiting_letter

pytestmark = pytest.mark.django_db
FRIDAY = "2026-11-20 10:00+07:00"
TRAY = "/admin/surat/"


def office(letters: int = 3) -> tuple[User, list[Letter]]:
    head = OfficialFactory(role=Role.DECIDER)
    agency = office_that_signs(head).position.agency
    return head, [waiting_letter(agency) for _ in range(letters)]


@time_machine.travel(FRIDAY, tick=False)
def test_one_act_signs_the_whole_tray_and_shows_one_progress(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tray, "PAGE", 2)
    head, letters = office()
    unreadable = waiting_letter(letters[0].agency, bodies={"id": "\u17af", "en": "\u17af"})
    client = web_client(head)
    page = client.get(TRAY)
    assert "semua 4 surat yang menunggu jabatan saya" in text_of(page)
    newer = waiting_letter(letters[0].agency)
    # Not without its tick, nor with an odd one.
    for data in (
        {"semua": "ya"},
        {"semua": "x", "terakhir": "1"},
        {"semua": "ya", "terakhir": "\0"},
    ):
        assert "Centang dahulu" in text_of(client.post(TRAY, data, follow=True))
    done = client.post(TRAY, {"semua": "ya", "terakhir": str(unreadable.pk)})
    batch = SigningBatch.objects.get()
    address = f"{TRAY}sekaligus/{batch.pk}/"
    assert done["Location"] == address
    running = client.get(address)
    assert "0 dari 4 surat disegel" in text_of(running)
    assert f'data-status="{address}keadaan/"' in running.content.decode()
    assert "0 dari 4 surat disegel" in text_of(client.get(TRAY))
    sign_asked()
    told = client.get(f"{address}keadaan/").json()
    assert told == {"state": "ended", "percent": 100, "text": "3 dari 4 surat disegel; 1 gagal"}
    ended = client.get(address)
    assert "memuat huruf yang tidak dapat dicetak" in text_of(ended)
    assert "data-status" not in ended.content.decode()
    newer.refresh_from_db()
    assert (newer.status, newer.asked_at) == (LetterStatus.WAITING, None)
    assert list(LetterNumber.objects.order_by("running").values_list("running", flat=True)) == [
        1,
        2,
        3,
    ]
    # Another's act is nobody's to follow; who signs nothing has no such page.
    other = web_client(OfficialFactory(role=Role.DECIDER))
    assert other.get(address).status_code == 404
    assert web_client(OfficialFactory(role=Role.VERIFIER)).get(address).status_code == 403


@time_machine.travel(FRIDAY, tick=False)
def test_ticked_letters_are_one_act_too() -> None:
    head, letters = office()
    client = web_client(head)
    client.post(TRAY, {"surat": [each.pk for each in letters]})
    batch = SigningBatch.objects.get()
    assert (batch.total, batch.letters.count()) == (3, 3)
    # One alone needs none, nor does an act that failed.
    alone = waiting_letter(letters[0].agency)
    client.post(TRAY, {"surat": [alone.pk]})
    assert SigningBatch.objects.count() == 1
    again = client.post(TRAY, {"semua": "ya", "terakhir": str(alone.pk)}, follow=True)
    assert "Tidak ada surat yang menunggu" in text_of(again)


def test_a_worker_that_dies_leaves_no_letter_behind() -> None:
    with time_machine.travel(FRIDAY, tick=False) as clock:
        head, letters = office()
        batch = ask_all(head, last_seen=letters[-1].pk)
        killed = mock.patch("letters.services.signing._signed_file", side_effect=SystemExit)
        with killed, pytest.raises(SystemExit):
            sign_asked()
        numbered = Letter.objects.get(number__isnull=False)
        clock.shift(timedelta(minutes=3))
        with mock.patch("letters.services.signing._signed_file", wraps=_signed_file) as again:
            assert sign_asked() == 3
        assert again.call_count == 3
        numbered.refresh_from_db()
        assert numbered.number is not None
        assert (numbered.status, numbered.number.running) == (LetterStatus.VALID, 1)
        assert batch.letters.filter(status=LetterStatus.VALID).count() == 3
        assert LetterNumber.objects.count() == 3


@time_machine.travel(FRIDAY, tick=False)
def test_the_progress_takes_as_many_queries_for_three_letters_as_for_one() -> None:
    head, waiting = office(4)
    client, counts = web_client(head), []
    for letters in (waiting[:1], waiting[1:]):
        batch = ask_all(head, last_seen=letters[-1].pk)
        batch.letters.update(asked_by=None, asked_at=None, trouble="key_missing")
        # Those of the act before are asked for again otherwise.
        Letter.objects.filter(batch=batch).update(not_before="2027-01-01")
        address = f"{TRAY}sekaligus/{batch.pk}/"
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]

"""What waits for a signature: who sees it, one act for many letters, an outcome for each."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import Agency, Posting
from letters.enums import LetterAction, LetterStatus, NumberWay
from letters.models import Letter, LetterEvent, PositionHolder
from letters.services.signing import sign_asked
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import (
    hold_position,
    number_source,
    office_that_signs,
    waiting_letter,
)

pytestmark = pytest.mark.django_db
TRAY = "/admin/surat/"


def office() -> tuple[PositionHolder, Agency]:
    holder = office_that_signs(OfficialFactory(role=Role.DECIDER))
    return holder, holder.position.agency


def test_letters_are_listed_oldest_first_for_their_holder() -> None:
    holder, agency = office()
    first = waiting_letter(agency, label="PERTAMA-1")
    waiting_letter(agency, label="KEDUA-2", trouble="signer_down")
    waiting_letter(agency, label="SEKRETARIS-3", position_kind="secretary")
    page = text_of(web_client(holder.user).get(TRAY))
    assert page.index("PERTAMA-1") < page.index("KEDUA-2")
    assert "SEKRETARIS-3" not in page
    assert "Layanan tanda tangan tidak menjawab" in page
    every = web_client(holder.user).get(f"{TRAY}?daftar=semua")
    assert "tidak ada pemegangnya hari ini" in text_of(every)
    assert 'name="surat"' not in every.content.decode()
    # Watchers read, other regions see nothing, others do not open it.
    watcher = web_client(OfficialFactory(role=Role.ADMIN))
    # Who holds no position has no list of their own to begin with.
    seen = text_of(watcher.get(TRAY))
    assert "PERTAMA-1" in seen
    assert "Untuk Anda" not in seen
    elsewhere = web_client(OfficialFactory(role=Role.ADMIN, regency="35.15"))
    assert "PERTAMA-1" not in text_of(elsewhere.get(f"{TRAY}?daftar=semua"))
    assert elsewhere.get(f"{TRAY}{first.pk}/").status_code == 404
    assert web_client(OfficialFactory(role=Role.VERIFIER)).get(TRAY).status_code == 403
    for query in ("?hal=x", "?daftar=%00", "?hal=%00", "?daftar[]=1"):
        assert web_client(holder.user).get(f"{TRAY}{query}").status_code in (200, 302, 400)


def test_a_tray_takes_as_many_queries_for_three_as_for_one() -> None:
    holder, agency = office()
    client = web_client(holder.user)
    counts = []
    for more in (1, 2):
        for _letter in range(more):
            waiting_letter(agency)
        client.get(TRAY)
        with CaptureQueriesContext(connection) as captured:
            client.get(TRAY)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_one_act_signs_what_is_ticked_with_an_outcome_for_each() -> None:
    holder, agency = office()
    mine = [waiting_letter(agency) for _number in range(2)]
    other = waiting_letter(agency, position_kind="secretary")
    hidden = waiting_letter(Agency.objects.get(code__startswith="dinkop-", regency="35.15"))
    client = web_client(holder.user)
    assert "Centang dahulu" in text_of(client.post(TRAY, {}, follow=True))
    ticked = [str(each.pk) for each in (*mine, other, hidden)]
    page = client.post(TRAY, {"surat": [*ticked, "x", "9" * 40]}, follow=True)
    said = text_of(page)
    assert "2 dari 4 surat ditandatangani." in said
    assert "Jabatan penanda tangannya tidak dipegang orang ini" in said
    assert "di luar wilayah Anda" in said
    assert hidden.label not in said
    # A second click is the same act, explained in words; nothing is numbered or sealed twice.
    again = text_of(client.post(TRAY, {"surat": ticked[:1]}, follow=True))
    assert "sudah Anda tandatangani" in again
    assert "Sudah ditandatangani" in text_of(client.get(f"{TRAY}{mine[0].pk}/"))
    while sign_asked():
        pass
    signed = Letter.objects.filter(status=LetterStatus.VALID).order_by("pk")
    assert [each.pk for each in signed] == [each.pk for each in mine]
    assert LetterEvent.objects.filter(action=LetterAction.SIGNED).count() == 2
    late = text_of(client.post(TRAY, {"surat": ticked[:1]}, follow=True))
    assert "tidak lagi menunggu tanda tangan" in late
    many = client.post(TRAY, {"surat": [str(n) for n in range(1, 60)]}, follow=True)
    assert "Paling banyak 50 surat" in text_of(many)


def test_whoever_left_the_office_signs_nothing() -> None:
    holder, agency = office()
    letter = waiting_letter(agency)
    Posting.objects.filter(user=holder.user).update(valid_to="2025-12-31")
    OfficialFactory(user=holder.user, role=Role.DECIDER, regency="35.15")
    client = web_client(holder.user)
    assert letter.label not in text_of(client.get(TRAY))
    client.post(TRAY, {"surat": [letter.pk]})
    letter.refresh_from_db()
    assert letter.asked_at is None


class _Pen:
    """A signer that asks for a passphrase."""

    way = "certified"
    asks_secret = True

    def sign(self, pdf: bytes, person: Any, secret: str) -> bytes:
        from letters.signers.base import WrongSecret  # noqa: PLC0415

        if secret != "benar sekali":
            raise WrongSecret
        return pdf


def test_a_passphrase_is_used_once_and_never_shown(settings: Any) -> None:
    settings.LETTER_SIGNER = f"{__name__}._Pen"
    holder, agency = office()
    letters = [waiting_letter(agency) for _number in range(2)]
    keys = [str(each.pk) for each in letters]
    client = web_client(holder.user)
    page = client.get(TRAY).content.decode()
    assert 'type="password" name="secret"' in page
    none = text_of(client.post(TRAY, {"surat": keys}, follow=True))
    assert "Ketik frasa sandi" in none
    wrong = client.post(TRAY, {"surat": keys, "secret": "rahasia-salah"}, follow=True)
    assert "0 dari 2 surat ditandatangani." in text_of(wrong)
    assert "Tidak dicoba" in text_of(wrong)
    address = f"{TRAY}{keys[0]}/"
    answer = client.post(address, {"action": "sign", "secret": "rahasia-salah"})
    assert (answer.status_code, b"rahasia-salah" in answer.content) == (400, False)
    assert not any("rahasia" in str(value) for value in client.session.values())
    good = client.post(TRAY, {"surat": keys, "secret": "benar sekali"}, follow=True)
    assert "2 dari 2 surat ditandatangani." in text_of(good)
    assert Letter.objects.filter(status=LetterStatus.VALID).count() == 2


def test_a_typed_number_is_asked_on_the_page() -> None:
    holder = hold_position(OfficialFactory(role=Role.DECIDER))
    agency = holder.position.agency
    number_source(agency, way=NumberWay.TYPED)
    first, second = waiting_letter(agency), waiting_letter(agency)
    client = web_client(holder.user)
    said = text_of(client.post(TRAY, {"surat": [first.pk]}, follow=True))
    assert "Tulis nomor surat dari SRIKANDI" in said
    address = f"{TRAY}{first.pk}/"
    for number in ("", "x" * 500, "\x00"):
        answer = client.post(address, {"action": "sign", "number": number})
        assert answer.status_code == 400, number
    typed = {"action": "sign", "number": "  500/77/2026 "}
    assert client.post(address, typed).status_code == 302
    first.refresh_from_db()
    assert first.number is not None
    assert first.number.written == "500/77/2026"
    taken = client.post(f"{TRAY}{second.pk}/", typed)
    assert "sudah dipakai surat lain" in text_of(taken)


def test_a_block_nearly_used_is_said_on_the_tray() -> None:
    holder = hold_position(OfficialFactory(role=Role.DECIDER))
    agency = holder.position.agency
    number_source(agency, way=NumberWay.BLOCK, first=1, last=2)
    client = web_client(holder.user)
    for _number in range(2):
        client.post(TRAY, {"surat": [waiting_letter(agency).pk]})
    third = waiting_letter(agency)
    assert "tinggal 0 nomor" in text_of(client.get(TRAY))
    said = text_of(client.post(TRAY, {"surat": [third.pk]}, follow=True))
    assert "sudah habis" in said

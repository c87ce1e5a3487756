"""Bad ends of letters and permits in a browser: each asserts the words that a person reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser

from accounts.enums import Role
from accounts.models import Agency
from applications.models import Application, Attachment
from applications.services.drafts import create_draft
from common.dates import clock
from letters.enums import NumberWay
from letters.models import Letter, LetterNumber, PositionHolder, SealKey
from letters.policies.codes import new_code, written
from letters.services.seal import replace_seal
from letters.services.signing import sign_asked
from notifications.services.delivery import deliver_due
from permits.services.clock import expire_permits
from programs.selectors.catalogue import edition_on
from tests.factories.accounts import PASSWORD, OfficialFactory
from tests.factories.office_letters import (
    file_of,
    hold_position,
    number_source,
    office_that_signs,
    waiting_letter,
)
from tests.factories.permits import PermitFile, issued_permit, make_permit
from tests.factories.schemes import fitting_answers
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TRAY = "/admin/surat/"
SIGN = "Tandatangani surat ini"
REASON = "Keterangan anggota ternyata tidak benar."


def _page(letter: Letter) -> str:
    return f"{TRAY}{letter.pk}/"


def _seal_all() -> None:
    while sign_asked():
        pass


class Desk:
    """An office whose head is absent, and the deputy who acts for them, at the browser."""

    def __init__(self, browser: Browser, base: str) -> None:
        head = OfficialFactory(role=Role.DECIDER, name="Rini Wulandari")
        deputy = OfficialFactory(role=Role.DECIDER, name="Budi Santoso")
        today = clock.today()
        self.tenure: PositionHolder = office_that_signs(head)
        self.agency: Agency = self.tenure.position.agency
        self.tenure.valid_to = today - timedelta(days=3)
        self.tenure.save()
        self.acting = hold_position(
            deputy,
            appointment="plh",
            order_number="800/7/2026",
            valid_from=today - timedelta(days=2),
            valid_to=today + timedelta(days=3),
        )
        self.head = Visitor(browser, base, desktop=True)
        self.head.sign_in(str(head.email), PASSWORD)
        self.deputy = Visitor(browser, base, desktop=True)
        self.deputy.sign_in(str(deputy.email), PASSWORD)

    def waiting(self, **values: Any) -> Letter:
        return waiting_letter(self.agency, **values)

    def sign(self, letter: Letter) -> str:
        """Let the deputy press the button on the letter's page; return what is then read."""
        self.deputy.open(_page(letter))
        self.deputy.press(SIGN)
        return self.deputy.text()


@pytest.mark.exhaustive
def test_letters_go_wrong_at_the_desk(browser: Browser, live_server: Any) -> None:
    desk = Desk(browser, live_server.url)
    _the_head_is_away_and_the_deputy_signs(desk)
    _the_order_of_the_deputy_ended_yesterday(desk)
    _the_key_of_the_seal_is_lost(desk)
    _the_button_is_pressed_twice(desk)
    _two_officials_act_at_once(desk)
    _the_last_number_of_a_block_is_given(desk)
    _a_number_is_typed_twice(desk)
    _the_scan_is_of_another_letter(desk)
    assert (desk.head.faults, desk.deputy.faults) == ([], [])


def _the_head_is_away_and_the_deputy_signs(desk: Desk) -> None:
    letter = desk.waiting()
    desk.head.open(_page(letter))
    assert "Plh. Budi Santoso" in desk.head.text()
    assert desk.head.page.get_by_role("button", name=SIGN).count() == 0
    assert "segel dinas dibubuhkan dalam beberapa detik" in desk.sign(letter)
    _seal_all()
    desk.deputy.open(_page(letter))
    assert "Plh. Kepala Dinas" in desk.deputy.text()
    assert "Unduh surat (PDF)" in desk.deputy.text()


def _the_order_of_the_deputy_ended_yesterday(desk: Desk) -> None:
    letter = desk.waiting()
    last = desk.acting.valid_to
    desk.deputy.open(_page(letter))
    desk.acting.valid_to = clock.today() - timedelta(days=1)
    desk.acting.save()
    desk.deputy.press(SIGN)
    assert "Jabatan penanda tangannya tidak dipegang orang ini hari ini." in desk.deputy.text()
    assert "tidak ada pemegangnya hari ini" in desk.deputy.text()
    desk.deputy.open(TRAY)
    assert letter.label in desk.deputy.text()
    assert "tidak ada pemegangnya hari ini" in desk.deputy.text()
    desk.acting.valid_to = last
    desk.acting.save()
    letter.refresh_from_db()
    assert (letter.status, letter.number) == ("waiting_signature", None)


def _the_key_of_the_seal_is_lost(desk: Desk) -> None:
    letter = Letter.objects.get(status="waiting_signature")
    SealKey.objects.update(key_cipher=b"\x01" + b"x" * 60)
    desk.sign(letter)
    _seal_all()
    desk.deputy.open(TRAY)
    assert "Kunci segel tidak ada atau tidak terbaca. Hubungi admin" in desk.deputy.text()
    letter.refresh_from_db()
    number = letter.number
    replace_seal()
    desk.sign(letter)
    _seal_all()
    letter.refresh_from_db()
    assert (letter.status, letter.number) == ("valid", number)


def _the_button_is_pressed_twice(desk: Desk) -> None:
    letter, given = desk.waiting(), LetterNumber.objects.count()
    other = desk.deputy.page.context.new_page()
    other.goto(f"{desk.deputy.base}{_page(letter)}")
    desk.deputy.open(_page(letter))
    desk.deputy.page.get_by_role("button", name=SIGN).dblclick()
    desk.deputy.page.get_by_text("segel dinas dibubuhkan").wait_for()
    other.get_by_role("button", name=SIGN).click()
    other.get_by_text("sudah Anda tandatangani; segelnya sedang dibubuhkan").wait_for()
    other.close()
    _seal_all()
    assert LetterNumber.objects.count() == given + 1
    assert letter.events.filter(action="signed").count() == 1


def _two_officials_act_at_once(desk: Desk) -> None:
    letter = desk.waiting()
    desk.deputy.open(_page(letter))
    desk.head.open(_page(letter))
    desk.head.page.get_by_text("Batalkan surat ini").first.click()
    desk.head.page.get_by_label("Alasan").first.fill("Nama usahanya salah ketik.")
    desk.head.press("Batalkan surat ini")
    assert "Tercatat." in desk.head.text()
    desk.deputy.press(SIGN)
    assert "Surat ini tidak lagi menunggu tanda tangan." in desk.deputy.text()
    assert "batal" in desk.deputy.text()
    assert "Nama usahanya salah ketik." in desk.deputy.text()


def _the_last_number_of_a_block_is_given(desk: Desk) -> None:
    block = {"letter_code": "seat", "classification": "500.6", "first": 7, "last": 7}
    number_source(desk.agency, way=NumberWay.BLOCK, **block)
    last, late = desk.waiting(kind="seat"), desk.waiting(kind="seat")
    desk.sign(last)
    _seal_all()
    assert "500.6/7/" in Letter.objects.get(pk=last.pk).number.written  # type: ignore[union-attr]
    said = desk.sign(late)
    assert "Nomor dalam blok ini sudah habis. Minta blok baru kepada sekretariat." in said
    desk.deputy.open(TRAY)
    assert "tinggal 0 nomor" in desk.deputy.text()


def _a_number_is_typed_twice(desk: Desk) -> None:
    typed = {"letter_code": "place", "classification": "500.7"}
    number_source(desk.agency, way=NumberWay.TYPED, **typed)
    first, second = desk.waiting(kind="place"), desk.waiting(kind="place")
    for letter, words in (
        (first, "Surat ini ditandatangani"),
        (second, "sudah dipakai surat lain"),
    ):
        desk.deputy.open(_page(letter))
        desk.deputy.fill(number="500.7/77/2026")
        desk.deputy.press(SIGN)
        assert words in desk.deputy.text()
    _seal_all()


def _the_scan_is_of_another_letter(desk: Desk) -> None:
    letter, other = desk.waiting(), Letter.objects.filter(status="valid").latest("pk")
    desk.deputy.open(f"{_page(letter)}basah/")
    with desk.deputy.page.expect_download():
        desk.deputy.page.get_by_role("button", name="Beri nomor dan unduh").click()
    desk.deputy.open(f"{_page(letter)}basah/")
    scan = {"name": "pindaian.pdf", "mimeType": "application/pdf", "buffer": file_of(other)}
    desk.deputy.fill(code=written(other.code))
    desk.deputy.page.set_input_files("main input[type=file]", scan)  # type: ignore[arg-type]
    desk.deputy.press("Terbitkan surat")
    assert "Kode itu bukan kode surat ini. Salin kode yang tercetak" in desk.deputy.text()
    letter.refresh_from_db()
    assert letter.status == "waiting_signature"


def test_letters_go_wrong_in_use(browser: Browser, live_server: Any, settings: Any) -> None:
    cache.clear()
    file, permit = issued_permit()
    assert permit.letter is not None
    letter = permit.letter
    visitor = Visitor(browser, live_server.url)
    _a_pdf_is_altered(visitor, letter)
    _a_code_is_guessed(visitor, letter, settings)
    owner = Visitor(browser, live_server.url)
    owner.sign_in(str(file.owner.email), PASSWORD)
    _it_is_revoked_after_use(browser, live_server.url, owner, file, letter)
    visitor.open(f"/verifikasi/{written(letter.code)}/")
    assert "Tidak berlaku lagi, meskipun kertas atau berkasnya asli." in visitor.text()
    assert REASON not in visitor.text()
    _it_expires_in_use(owner, file)
    assert (visitor.faults, owner.faults) == ([], [])


def _a_pdf_is_altered(visitor: Visitor, letter: Letter) -> None:
    changed = bytearray(file_of(letter))
    changed[len(changed) // 3] ^= 1
    visitor.open("/verifikasi/")
    sent = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": bytes(changed)}
    visitor.page.set_input_files("main input[type=file]", sent)  # type: ignore[arg-type]
    visitor.press("Periksa berkas")
    assert "Diubah sesudah ditandatangani" in visitor.text()
    assert "Jangan pakai berkas ini" in visitor.text()


def _a_code_is_guessed(visitor: Visitor, letter: Letter, settings: Any) -> None:
    """Guess as often as a network may be wrong; ten thousand guesses are as many minutes longer."""
    most, right = 4, f"/verifikasi/{written(letter.code)}/"
    settings.LETTER_CHECK_LIMITS = {**settings.LETTER_CHECK_LIMITS, "wrong_codes_network": most}
    guesser = Client(REMOTE_ADDR="127.0.0.1")
    guesses = [guesser.get(f"/verifikasi/{new_code()}/").status_code for _ in range(most + 2)]
    assert guesses == [404] * most + [429] * 2
    visitor.open(right)
    assert visitor.heading == "Belum diperiksa"
    assert "Terlalu banyak pemeriksaan dari jaringan yang Anda pakai" in visitor.text()
    assert "Ini tidak berkata apa-apa tentang suratnya." in visitor.text()
    assert Client(REMOTE_ADDR="198.51.100.7").get(right).status_code == 200
    cache.clear()
    visitor.open(right)
    assert "Berlaku" in visitor.text()


def _it_is_revoked_after_use(
    browser: Browser, base: str, owner: Visitor, file: PermitFile, letter: Letter
) -> None:
    """Revoke the group's letter, on which a file for credit leans."""
    edition = edition_on("kur-mikro", clock.today())
    draft = create_draft(
        file.owner,
        scheme="kur-mikro",
        enterprise_id=file.application.enterprise_id,
        answers=fitting_answers(edition),
    )
    owner.open(f"/pengajuan/{draft.pk}/dokumen/")
    assert f"Sudah ada: nomor {letter.number}" in owner.text()
    official = Visitor(browser, base, desktop=True)
    official.sign_in(str(file.official.email), PASSWORD)
    official.open(_page(letter))
    official.page.get_by_text("Cabut", exact=True).first.click()
    official.page.locator("#revoked-reason").fill(REASON)
    official.press("Cabut")
    assert "dicabut" in official.text()
    deliver_due()
    owner.open("/pesan/")
    assert "kini dicabut" in owner.text()
    owner.follow(owner.page.get_by_role("button", name="kini dicabut").first)
    assert REASON in owner.text()
    owner.open(f"/pengajuan/{draft.pk}/dokumen/")
    assert "Sudah ada" not in owner.text()
    assert official.faults == []


def _it_expires_in_use(owner: Visitor, file: PermitFile) -> None:
    """Let a recorded document end whose scan is in a file that waits."""
    ended = clock.today() - timedelta(days=1)
    permit = make_permit(file.application.enterprise, file.official, valid_until=ended)
    assert permit.evidence is not None
    draft = Application.objects.get(enterprise=permit.enterprise, state="draft")
    Attachment.objects.create(
        application=draft,
        requirement=draft.edition.requirements.earliest("pk").code,
        version=permit.evidence,
        attached_by=file.owner,
        attached_at=clock.now(),
    )
    assert expire_permits() == 1
    deliver_due()
    owner.open("/pesan/")
    assert "kini habis masa berlakunya" in owner.text()

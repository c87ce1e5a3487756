"""The life of a permit as its owner meets it on a phone; officials answer in the same story."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser

from accounts.enums import Role
from accounts.models import User
from applications.services.transitions import perform
from common.dates import clock
from permits.models import LetterYear, SlotQuota
from permits.services.recording import record_outcome
from tests.factories.accounts import PASSWORD, OfficialFactory
from tests.factories.permits import a_scan, file_to_decide, outcome
from tests.factories.programs import REASON
from tests.flows.visitor import DESKTOP, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_SHOTS = os.environ.get("PERMIT_SHOTS", "")
OFFICE = "/admin/applications/application/{}/change/"


def _signed_in(browser: Browser, base: str, person: User, *, desktop: bool = False) -> Visitor:
    visitor = Visitor(browser, base, desktop=desktop)
    visitor.sign_in(str(person.email), PASSWORD)
    return visitor


def _shoot(visitor: Visitor, name: str) -> None:
    """Draw the page at both widths if pictures were requested."""
    if not _SHOTS:
        return
    before = visitor.page.viewport_size
    for size in (PHONE, DESKTOP):
        visitor.page.set_viewport_size(size)  # type: ignore[arg-type]
        path = Path(_SHOTS) / f"{name}-{size['width']}.png"
        visitor.page.screenshot(path=path, full_page=True)
    visitor.page.set_viewport_size(before)  # type: ignore[arg-type]


def test_a_number_is_looked_up_its_promises_kept_changed_and_renewed(
    browser: Browser, live_server: Any
) -> None:
    file = file_to_decide()
    file.approve()
    ends = clock.today() + timedelta(days=20)
    said = outcome(valid_until=ends)
    permit = record_outcome(file.official, file.application.pk, said, a_scan(), waits=True)
    owner = _signed_in(browser, live_server.url, file.owner)
    official = _signed_in(browser, live_server.url, file.official, desktop=True)
    here, there = f"/usaha/{permit.enterprise_id}/izin/", f"/admin/izin/{permit.pk}/"
    owner.open(here)
    assert "Menurut pemilik, belum diperiksa di penerbitnya" in owner.text()
    _look_it_up(official, there)
    owner.open(here)
    assert "Diperiksa petugas di penerbitnya: situs penerbit" in owner.text()
    _keep_a_promise(owner)
    _state_a_change(owner)
    _answer(official, there)
    owner.open(here)
    assert "Tidak diterima: Alamat di OSS masih yang lama." in owner.text()
    owner.page.locator("main").get_by_text("Riwayat").first.click()
    assert "Diperiksa di penerbit" in owner.text()
    assert owner.complaints_at_both_widths() == []
    owner.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    _shoot(owner, "owner-permits-full")
    owner.follow(owner.page.get_by_role("button", name="Perpanjang"))
    assert "Isian dan dokumen lama sudah disalin" in owner.text()
    _shoot(owner, "owner-renewal")
    owner.open(here)
    owner.follow(owner.page.get_by_role("button", name="Perpanjang"))
    assert "masih punya berkas terbuka" in owner.page.inner_text("body")
    assert "/pengajuan/" in owner.path
    assert (owner.faults, official.faults) == ([], [])


def _look_it_up(official: Visitor, there: str) -> None:
    official.open(there)
    _shoot(official, "office-unchecked")
    official.page.get_by_label("Situs penerbit").check()
    official.fill(on=clock.today().isoformat())
    official.press("Catat pemeriksaan")
    assert "Pemeriksaan di penerbit tercatat." in official.page.inner_text("body")


def _keep_a_promise(owner: Visitor) -> None:
    owner.follow(owner.page.get_by_role("link", name="Label sesuai ketentuan"))
    owner.press("Kirim kabar")
    assert "Tulis nomor buktinya, atau unggah fotonya." in owner.text()
    owner.upload("label")
    owner.press("Kirim kabar")
    assert "sudah dikabarkan" in owner.text()
    assert owner.page.get_by_role("link", name="Label sesuai ketentuan").count() == 0


def _state_a_change(owner: Visitor) -> None:
    owner.follow(owner.page.get_by_role("link", name="Nyatakan perubahan"))
    owner.press("Kirim kepada dinas")
    for words in ("Pilih yang berubah.", "Tulis yang baru.", "Isi tanggalnya."):
        assert words in owner.text()
    owner.pick(particular="address")
    owner.fill(value="Jalan Kenanga 7, RT 2 RW 3", since=clock.today().isoformat())
    owner.fill(reason="Rumah produksi pindah ke tempat yang lebih luas.")
    assert owner.complaints_at_both_widths() == []
    _shoot(owner, "owner-change-filled")
    owner.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    owner.press("Kirim kepada dinas")
    assert "Alamat menjadi Jalan Kenanga 7, RT 2 RW 3." in owner.text()
    assert "menunggu jawaban dinas" in owner.text()
    assert owner.page.get_by_role("link", name="Nyatakan perubahan").count() == 0
    _shoot(owner, "owner-change-sent")


def _answer(official: Visitor, there: str) -> None:
    official.open(there)
    assert "Jalan Kenanga 7, RT 2 RW 3" in official.text()
    _shoot(official, "office-change-asked")
    official.page.get_by_label("Tidak diterima").check()
    official.fill(text="Alamat di OSS masih yang lama.")
    official.press("Kirim jawaban")
    assert "Jawaban tersimpan" in official.page.inner_text("body")


@time_machine.travel("2026-12-01 08:00+07:00", tick=True)
def test_the_year_of_a_trademark_letter_is_chosen_on_the_first_of_december(
    browser: Browser, live_server: Any
) -> None:
    file = file_to_decide("merek-umk")
    owner = _signed_in(browser, live_server.url, file.owner)
    owner.open(f"/pengajuan/{file.application.pk}/")
    assert "Surat ini hanya dipakai pada tahun terbitnya." in owner.text()
    _shoot(owner, "owner-year-file")
    owner.press("Pilih tahun surat")
    owner.press("Simpan pilihan")
    assert "Pilih tahunnya." in owner.text()
    _shoot(owner, "owner-year")
    assert owner.complaints_at_both_widths() == []
    owner.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    owner.pick(year="2027")
    owner.press("Simpan pilihan")
    assert "Surat untuk tahun 2027, menurut pilihan Anda." in owner.text()
    _shoot(owner, "owner-year-chosen")
    assert LetterYear.objects.get().year == 2027
    file.approve()
    owner.open(owner.path)
    assert "ditandatangani sejak 1 Januari 2027" in owner.text()
    assert owner.page.get_by_role("link", name="Pilih tahun surat").count() == 0
    _shoot(owner, "owner-year-approved")
    assert owner.faults == []


def test_the_last_place_is_given_and_the_next_file_waits(
    browser: Browser, live_server: Any
) -> None:
    first, second = (file_to_decide("halal-self-declare", stage="slot") for _each in range(2))
    admin = _signed_in(browser, live_server.url, OfficialFactory(role=Role.ADMIN), desktop=True)
    admin.open("/admin/izin/kuota/")
    assert "Belum ada kuota yang ditetapkan." in admin.text()
    admin.fill(places="1")
    admin.press("Simpan")
    assert "Jumlah tempat tersimpan." in admin.page.inner_text("body")
    official = _signed_in(browser, live_server.url, second.official, desktop=True)
    official.open(OFFICE.format(second.application.pk))
    assert "tersisa 1 dari 1 tempat" in official.text()
    # A colleague gives the last place while the page is open.
    perform(first.official, first.application.pk, "pass_stage", reason=REASON)
    official.follow(official.page.get_by_role("button", name="Loloskan ke"))
    assert "Semua 1 tempat tahun" in official.text()
    assert "tetap menunggu di tahap ini" in official.text()
    _shoot(official, "office-slot-full")
    assert SlotQuota.objects.get().used == 1
    admin.open("/admin/izin/kuota/")
    admin.fill(places="0")
    admin.press("Simpan")
    assert "1 tempat sudah terpakai" in admin.text()
    _shoot(admin, "admin-quota-used")
    assert admin.complaints_at_both_widths() == []
    owner = _signed_in(browser, live_server.url, second.owner)
    owner.open(f"/pengajuan/{second.application.pk}/")
    assert "sudah habis; berkas tetap menunggu di tahap ini" in owner.text()
    _shoot(owner, "owner-slot-full")
    assert (admin.faults, official.faults, owner.faults) == ([], [], [])

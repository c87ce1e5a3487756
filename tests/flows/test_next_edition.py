"""The edition of next year, by a lead in a browser, and what a visitor finds when it begins."""

from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser

from accounts.enums import Role
from tests.factories.accounts import PASSWORD, OfficialFactory
from tests.flows.visitor import DESKTOP, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.exhaustive
def test_an_edition_is_written_checked_published_and_used(
    browser: Browser, live_server: Any
) -> None:
    lead = OfficialFactory(role=Role.ADMIN, regency=None)
    visitor = Visitor(browser, live_server.url)
    with time_machine.travel("2026-12-15T09:00:00+07:00"):
        official = Visitor(browser, live_server.url, desktop=True)
        official.sign_in(str(lead.email), PASSWORD)
        _write(official)
        _check_correct_and_publish(official)
        assert "6%" in _monthly(visitor).replace(" ", "").replace("\xa0", "")
    with time_machine.travel("2027-01-04T09:00:00+07:00"):
        said = _monthly(visitor)
        assert "7%" in said.replace(" ", "").replace("\xa0", "")
        # The row names its regulation, and that nobody has verified the rate.
        assert "Menurut Permenko 9/2026, belum diverifikasi" in said
    assert [*official.faults, *visitor.faults] == []


def _write(official: Visitor) -> None:
    official.open("/admin/programs/edition/")
    row = official.page.locator("tr", has_text="KUR Mikro").filter(
        has_text="Permenko Perekonomian 1/2026"
    )
    row.get_by_role("link").first.click()
    official.page.wait_for_url("**/change/")
    official.press("Susun versi berikutnya")
    official.fill(code="2027", valid_from="2027-01-01", legal_basis="Permenko 9/2026")
    official.press("Buat rancangan")


def _check_correct_and_publish(official: Visitor) -> None:
    """Change a rate without a basis, an amount, a document and a reason; compare; publish."""
    _open_section(official, "Angka ketentuan")
    _look(official)
    official.press("Bunga efektif (anuitas)")
    _look(official)
    official.fill(value="7 %", legal_basis=" ")
    official.press("Simpan")
    official.press("Pinjaman paling banyak")
    official.fill(value="Rp90.000.000")
    official.press("Simpan")
    _add_document(official)
    _drop_reason(official)
    _correct(official)
    _look(official)
    words = official.text()
    assert "Pemeriksaan tidak menemukan kesalahan." in words
    for changed in ("6 % per tahun", "7 % per tahun", "Rp90.000.000", "Denah lokasi", "dihapus"):
        assert changed in words
    official.press("Terbitkan")
    assert "Diterbitkan; berlaku sejak" in official.text()


def _open_section(official: Visitor, title: str) -> None:
    official.follow(official.page.locator(".edition-tabs a", has_text=title))
    assert official.heading == title


def _add_document(official: Visitor) -> None:
    """Add a document that is asked for large loans only; the fields follow the question."""
    _open_section(official, "Dokumen")
    official.press("Lanjut")
    official.fill(label_id="Denah lokasi", label_en="Site plan")
    official.page.select_option("[name=condition-0-fact]", "requested_amount")
    official.page.locator("[name=condition-0-value]").wait_for()
    official.page.select_option("[name=condition-0-op]", "above")
    official.fill(**{"condition-0-value": "Rp25.000.000"})
    _look(official)
    official.press("Simpan")
    assert "lebih dari Rp25.000.000" in official.text()


def _drop_reason(official: Visitor) -> None:
    _open_section(official, "Alasan siap pakai")
    official.follow(official.page.locator("tbody a", has_text="Foto dokumen tidak terbaca"))
    official.press("Hapus…")
    assert "Foto dokumen tidak terbaca" in official.text()
    official.press("Ya, hapus")
    assert "dihapus" in official.text()


def _correct(official: Visitor) -> None:
    """Follow the fault that the check reports to its form, and give the figure a legal basis."""
    _open_section(official, "Periksa dan terbitkan")
    fault = "Ketentuan “Bunga efektif (anuitas)” tidak mempunyai dasar hukum."
    assert fault in official.text()
    official.press(fault)
    official.fill(legal_basis="Permenko 9/2026")
    official.press("Simpan")
    _open_section(official, "Periksa dan terbitkan")


def _look(official: Visitor) -> None:
    """Look for faults of accessibility and for anything wider than the screen, on both widths."""
    for size in (PHONE, DESKTOP):
        official.page.set_viewport_size(size)  # type: ignore[arg-type]
        assert official.complaints() == []
        assert official.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _monthly(visitor: Visitor) -> str:
    visitor.open("/program/kur-mikro/angsuran/?jumlah=40000000&bulan=24")
    return visitor.text()

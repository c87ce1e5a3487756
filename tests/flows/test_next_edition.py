"""The edition of next year, by a lead in a browser, and what a visitor finds when it begins."""

from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser

from accounts.enums import Role
from tests.factories.accounts import PASSWORD, OfficialFactory
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
        assert "Permenko 9/2026" in said
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
    _open_draft(official, "button", "Buat rancangan")


def _check_correct_and_publish(official: Visitor) -> None:
    rate = official.page.locator("input[name^=rules-][name$='-value'][value^='6'][value$='%']")
    rate.fill("7 %")
    row = rate.get_attribute("name") or ""
    official.page.fill(f"[name={row.replace('-value', '-legal_basis')}]", " ")
    _save(official)
    assert "/terbitkan/" in official.page.url, official.text()
    _correct(official, row)
    assert "Pemeriksaan tidak menemukan kesalahan." in official.text()
    official.press("Terbitkan")
    assert "Diterbitkan; berlaku sejak" in official.text()


def _correct(official: Visitor, row: str) -> None:
    """Give a legal basis to the figure that the check reports, back on the draft."""
    assert "Ketentuan annual_rate tidak mempunyai dasar hukum." in official.text()
    _open_draft(official, "link", "Kembali ke rancangan")
    official.page.fill(f"[name={row.replace('-value', '-legal_basis')}]", "Permenko 9/2026")
    _save(official)


def _open_draft(official: Visitor, role: Any, label: str) -> None:
    """Go to the page of the draft, which is the admin theme's and has no `main`."""
    official.page.get_by_role(role, name=label).click()
    official.page.wait_for_url("**/change/")


def _save(official: Visitor) -> None:
    official.page.locator("[name=_save]").first.click()
    official.page.wait_for_url("**/terbitkan/")


def _monthly(visitor: Visitor) -> str:
    visitor.open("/program/kur-mikro/angsuran/?jumlah=40000000&bulan=24")
    return visitor.text()

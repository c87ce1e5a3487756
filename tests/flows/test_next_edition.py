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
        desk = Visitor(browser, live_server.url, desk=True)
        desk.sign_in(str(lead.email), PASSWORD)
        _write(desk)
        _check_correct_and_publish(desk)
        assert "6%" in _monthly(visitor).replace(" ", "").replace("\xa0", "")
    with time_machine.travel("2027-01-04T09:00:00+07:00"):
        said = _monthly(visitor)
        assert "7%" in said.replace(" ", "").replace("\xa0", "")
        assert "Permenko 9/2026" in said
    assert [*desk.faults, *visitor.faults] == []


def _write(desk: Visitor) -> None:
    desk.open("/admin/programs/edition/")
    row = desk.page.locator("tr", has_text="KUR Mikro").filter(
        has_text="Permenko Perekonomian 1/2026"
    )
    row.get_by_role("link").first.click()
    desk.page.wait_for_url("**/change/")
    desk.press("Susun versi berikutnya")
    desk.fill(code="2027", valid_from="2027-01-01", legal_basis="Permenko 9/2026")
    _open_draft(desk, "button", "Buat rancangan")


def _check_correct_and_publish(desk: Visitor) -> None:
    rate = desk.page.locator("input[name^=rules-][name$='-value'][value^='6'][value$='%']")
    rate.fill("7 %")
    row = rate.get_attribute("name") or ""
    desk.page.fill(f"[name={row.replace('-value', '-legal_basis')}]", " ")
    _save(desk)
    assert "/terbitkan/" in desk.page.url, desk.text()
    _correct(desk, row)
    assert "Pemeriksaan tidak menemukan kesalahan." in desk.text()
    desk.press("Terbitkan")
    assert "Diterbitkan; berlaku sejak" in desk.text()


def _correct(desk: Visitor, row: str) -> None:
    """Give a legal basis to the figure that the check reports, back on the draft."""
    assert "Ketentuan annual_rate tidak mempunyai dasar hukum." in desk.text()
    _open_draft(desk, "link", "Kembali ke rancangan")
    desk.page.fill(f"[name={row.replace('-value', '-legal_basis')}]", "Permenko 9/2026")
    _save(desk)


def _open_draft(desk: Visitor, role: Any, label: str) -> None:
    """Go to the page of the draft, which is the admin theme's and has no `main`."""
    desk.page.get_by_role(role, name=label).click()
    desk.page.wait_for_url("**/change/")


def _save(desk: Visitor) -> None:
    desk.page.locator("[name=_save]").first.click()
    desk.page.wait_for_url("**/terbitkan/")


def _monthly(visitor: Visitor) -> str:
    visitor.open("/program/kur-mikro/angsuran/?jumlah=40000000&bulan=24")
    return visitor.text()

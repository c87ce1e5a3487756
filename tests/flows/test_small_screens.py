"""Small screens: the head of a page on one line, and the lists of officials with nothing cut."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.enums import Role
from applications.models import Reminder
from common.dates import clock
from tests.factories.accounts import PASSWORD, OfficialFactory, UserFactory
from tests.factories.enterprises import ClaimFactory
from tests.factories.programs import cast_of, make_application
from tests.flows.visitor import DESKTOP, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST_SCREEN = 640
LISTS = ("/admin/", "/admin/?tab=all", "/admin/applications/application/", "/admin/laporan/")


def top_of_the_first_row(visitor: Visitor) -> float:
    box = visitor.page.locator("main tbody tr").first.bounding_box()
    assert box is not None
    return box["y"]


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.exhaustive)])
def test_the_first_row_is_on_the_first_screen_and_filters_fold(
    browser: Browser, live_server: Any, javascript: bool
) -> None:
    official = OfficialFactory(role=Role.STAFF)
    OfficialFactory(user=official, role=Role.VERIFIER)
    file = make_application(cast_of(), state="submitted")
    for number in range(3):
        Reminder.objects.create(
            application=file,
            person=official,
            on=clock.today(),
            text=f"Telepon pemilik tentang kunjungan ke bengkelnya, {number}",
            created_at=clock.now(),
        )
    ClaimFactory()
    visitor = Visitor(browser, live_server.url, javascript=javascript)
    visitor.sign_in(str(official.email), PASSWORD)
    search_in = visitor.page.locator("[name=search_in]")
    for path in LISTS:
        visitor.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        visitor.open(path)
        assert top_of_the_first_row(visitor) < FIRST_SCREEN, path
    visitor.open("/admin/")
    assert not search_in.is_visible()
    visitor.page.get_by_text("Saringan dan urutan").click()
    assert search_in.is_visible()
    visitor.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    visitor.open("/admin/")
    assert search_in.is_visible()
    assert not visitor.page.get_by_text("Saringan dan urutan").is_visible()
    assert visitor.faults == []


@pytest.mark.exhaustive
def test_the_report_shows_every_column_on_a_desk(browser: Browser, live_server: Any) -> None:
    official = OfficialFactory(role=Role.STAFF, regency=None)
    cast = cast_of("35.22", name="Koperasi Produsen Keripik Singkong Sumber Makmur Sejahtera")
    make_application(cast, state="approved")
    make_application(cast_of(), stage="completeness")
    visitor = Visitor(browser, live_server.url, desktop=True)
    visitor.sign_in(str(official.email), PASSWORD)
    visitor.open("/admin/laporan/")
    assert visitor.page.locator(".preview thead th").count() == 15
    hidden = visitor.page.locator(".wide").evaluate("(box) => box.scrollWidth - box.clientWidth")
    assert hidden == 0


def test_the_head_holds_on_one_line_in_both_languages(browser: Browser, live_server: Any) -> None:
    owner = UserFactory()
    visitor = Visitor(browser, live_server.url)
    lines = []
    for is_signed_in in (False, True):
        if is_signed_in:
            visitor.sign_in(str(owner.email), PASSWORD)
        for language in ("en", "id"):
            visitor.open("/program/")
            visitor.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
            visitor.page.locator(f".head button[value={language}]").click()
            visitor.page.locator(f"html[lang={language}]").wait_for(state="attached")
            for width in (320, 360, 1008, 1280):
                visitor.page.set_viewport_size({"width": width, "height": 740})
                tops = visitor.page.locator(".head .wrap > :visible").evaluate_all(
                    "(parts) => parts.map((part) => part.getBoundingClientRect())"
                    ".map((box) => Math.round((box.top + box.bottom) / 2))"
                )
                lines.append((is_signed_in, language, width, max(tops) - min(tops) < 8))
    assert [each for each in lines if not each[-1]] == []
    assert len(lines) == 16

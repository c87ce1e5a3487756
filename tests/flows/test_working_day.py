"""A working day at the desk: forty applications, four officials, by keys where they are enough."""

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from programs.models import Edition
from tests.factories.accounts import PASSWORD, OfficialFactory
from tests.factories.programs import cast_of, make_application
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.exhaustive, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SUBMITTED, RECOMMENDABLE, DECIDABLE = 24, 7, 9


class Desk:
    """An official at the desk; counts the presses (keys and clicks) and the pages they lead to."""

    def __init__(self, browser: Browser, live_server: Any, person: User) -> None:
        self.visitor = Visitor(browser, live_server.url, desktop=True)
        self.visitor.sign_in(str(person.email), PASSWORD)
        self.visitor.open("/admin/")
        self.presses = self.pages = 0

    @property
    def page(self) -> Page:
        return self.visitor.page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.presses += len(keys)

    def go(self, key: str = "Enter") -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.press(key)
        self.pages += 1

    def click(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()
        self.presses += 1
        self.pages += 1

    def tick_all(self) -> None:
        self.page.get_by_label("Pilih semua baris di halaman ini").check()
        self.presses += 1


def test_forty_files_are_worked_through(browser: Browser, live_server: Any) -> None:
    officials = {
        role: OfficialFactory(role=role) for role in (Role.VERIFIER, Role.ANALYST, Role.DECIDER)
    }
    for number in range(DECIDABLE):
        opinion = "negative" if number == 0 else "positive"
        make_application(cast_of(), stage="decision", opinion=opinion)
    for _number in range(RECOMMENDABLE):
        make_application(cast_of(), stage="recommendation")
    for _number in range(SUBMITTED):
        make_application(cast_of(), state="submitted")

    verify(Desk(browser, live_server, officials[Role.VERIFIER]))
    assert stages() == {"completeness": 1, "recommendation": 23 + RECOMMENDABLE, "decision": 9}
    recommend(Desk(browser, live_server, officials[Role.ANALYST]))
    assert stages() == {"completeness": 1, "recommendation": 28, "decision": 11}
    desk = Desk(browser, live_server, officials[Role.DECIDER])
    decided = decide(desk)
    assert states() == {"revision_requested": 1, "in_review": 28, "approved": 9, "rejected": 2}
    write_next_edition(Desk(browser, live_server, OfficialFactory(role=Role.ADMIN, regency=None)))

    # Three presses and one page a file; two more presses and one page open the first.
    assert (desk.presses, desk.pages) == (3 * decided + 2, decided + 1)


def verify(desk: Desk) -> None:
    """Take all, ask for one correction and pass one by keys, and pass the rest together."""
    desk.tick_all()
    desk.click("Ambil")
    expect(desk.page.get_by_role("status").first).to_contain_text("24 dari 24 berkas diambil.")
    desk.press("j")
    desk.go()
    desk.press("m", "Space", "1")
    desk.go()
    for _stage in range(2):
        desk.press("a")
        desk.go()
    desk.go("u")
    for _stage in range(2):
        desk.tick_all()
        desk.click("Loloskan")


def recommend(desk: Desk) -> None:
    """Recommend one and advise against the next; both directions are chosen by keys."""
    desk.press("j")
    desk.go()
    for choice in (["Space"], ["ArrowDown", "ArrowDown"]):
        desk.press("a", *choice, "1")
        desk.go()


def decide(desk: Desk) -> int:
    """Follow every recommendation: one page and three presses a file; return how many."""
    desk.press("j")
    desk.go()
    for number in range(11):
        desk.press("a", "1")
        desk.go()
        if number < 10:
            assert "/admin/applications/application/" in desk.page.url
    assert "berkas" not in desk.page.url
    return 11


def write_next_edition(desk: Desk) -> None:
    desk.visitor.open("/admin/programs/edition/")
    row = desk.page.locator("tr", has_text="KUR Mikro").filter(
        has_text="Permenko Perekonomian 1/2026"
    )
    row.get_by_role("link").first.click()
    desk.page.wait_for_url("**/change/")
    desk.visitor.press("Susun versi berikutnya")
    desk.visitor.fill(code="2099", valid_from="2099-01-01", legal_basis="Permenko 9/2098")
    desk.visitor.press("Buat rancangan")
    assert Edition.objects.filter(code="2099", scheme__code="kur-mikro").exists()


def stages() -> dict[str, int]:
    """Return how many files are at each stage."""
    return dict(Counter(Application.objects.values_list("stage__code", flat=True)))


def states() -> dict[str, int]:
    return dict(Counter(Application.objects.values_list("state", flat=True)))

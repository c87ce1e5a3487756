"""Every kind of page of the admin in a browser: no fault, nothing wider than the screen, light."""

import gzip
from typing import Any

import pytest
from django.contrib import admin
from playwright.sync_api import Browser, Response

from accounts.enums import Role
from accounts.models import User
from reference.models import HolidayOverride
from tests.access.world import World
from tests.factories.accounts import PASSWORD, OfficialFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REGISTER = "/admin/enterprises/enterprise/"
HOLIDAYS = "/admin/reference/holidayoverride/"
# Beside the lists and forms of every table.
PAGES = (
    "/admin/",
    "/admin/?tab=all",
    "/admin/laporan/",
    "/admin/kelayakan/",
    "/admin/belum-diverifikasi/",
    "/admin/sikp/",
    "/admin/impor/",
    "/admin/surat/",
    "/admin/surat/agenda/",
    "/admin/accounts/",
    "/admin/tidak/ada/",
    f"{REGISTER}?q=tidak+ada+namanya",
    f"{REGISTER}?q=batik&sector__exact=spa&legal_form__exact=cv",
    f"{REGISTER}?_popup=1",
    "/admin/accounts/user/?who=all&is_active__exact=1",
)

# Lists of tables look alike: one in so many is opened, and with `--exhaustive` all.
SAMPLED_LIST = 12
# Of the pages below that have no table of their own, one in so many.
SAMPLED_PAGE = 3


@pytest.fixture
def administrator() -> User:
    person: User = OfficialFactory(role=Role.ADMIN, regency=None, is_superuser=True)
    return person


def lists() -> list[str]:
    return [f"/admin/{m._meta.app_label}/{m._meta.model_name}/" for m in admin.site._registry]


def rows_of(visitor: Visitor) -> list[str]:
    """Return the add page and the page of the first row of the list that is open."""
    links = visitor.page.locator("[data-open], .tools a.button")
    hrefs = [str(links.nth(n).get_attribute("href")) for n in range(min(links.count(), 2))]
    return [href.split("?")[0] for href in hrefs]


def test_no_page_has_a_fault(
    browser: Browser, live_server: Any, administrator: User, tmp_path: Any, exhaustive: bool
) -> None:
    world = World(tmp_path)
    day = HolidayOverride.objects.create(date="2026-12-09", name="Uji", is_working=False)
    visitor = Visitor(browser, live_server.url)
    visitor.sign_in(str(administrator.email), PASSWORD)
    visitor.prove_again(PASSWORD)
    person = world.people["owner"]
    found: list[str] = []
    forms: list[str] = []
    for address in lists() if exhaustive else lists()[::SAMPLED_LIST]:
        found += visitor.look(address)
        forms += rows_of(visitor)
    pages = [
        *(PAGES if exhaustive else PAGES[::SAMPLED_PAGE]),
        *forms,
        f"{HOLIDAYS}{day.pk}/delete/",
        f"{HOLIDAYS}{day.pk}/history/",
        f"/admin/ponsel/{person.pk}/",
        f"/admin/langkah-kedua/{administrator.pk}/",
    ]
    found += visitor.look(*dict.fromkeys(pages))
    assert found == []
    assert visitor.faults == []


@pytest.mark.exhaustive
def test_refusals_have_no_fault(browser: Browser, live_server: Any) -> None:
    visitor = Visitor(browser, live_server.url)
    visitor.sign_in(str(OfficialFactory().email), PASSWORD)
    assert visitor.look("/admin/accounts/user/", "/admin/tidak/ada/") == []


@pytest.mark.exhaustive
def test_a_form_with_faults_has_no_fault(
    browser: Browser, live_server: Any, administrator: User
) -> None:
    visitor = Visitor(browser, live_server.url)
    visitor.sign_in(str(administrator.email), PASSWORD)
    visitor.prove_again(PASSWORD)
    visitor.open("/admin/accounts/user/add/")
    visitor.page.get_by_role("button", name="Tambah penugasan").click()
    visitor.press("Simpan")
    assert visitor.page.locator(".errors").evaluate("(el) => el === document.activeElement")
    assert visitor.complaints_at_both_widths() == []
    assert visitor.faults == []


@pytest.mark.exhaustive
def test_rows_are_added_and_taken_off(
    browser: Browser, live_server: Any, administrator: User
) -> None:
    person: User = OfficialFactory(name="Ana")
    visitor = Visitor(browser, live_server.url, desktop=True)
    visitor.sign_in(str(administrator.email), PASSWORD)
    visitor.prove_again(PASSWORD)
    visitor.open(f"/admin/accounts/user/{person.pk}/change/")
    add = visitor.page.get_by_role("button", name="Tambah penugasan")
    for _row in range(3):
        add.click()
    visitor.page.locator("#postings-2").get_by_role("button", name="Hapus").click()
    assert visitor.page.locator("[name=postings-TOTAL_FORMS]").input_value() == "3"
    for number, role in ((1, "analyst"), (2, "decider")):
        visitor.page.select_option(f"[name=postings-{number}-role]", role)
        visitor.page.select_option(f"[name=postings-{number}-agency]", index=1)
        visitor.page.fill(f"[name=postings-{number}-valid_from]", "2026-11-23")
    visitor.press("Simpan")
    assert {*person.postings.values_list("role", flat=True)} == {"verifier", "analyst", "decider"}
    assert visitor.faults == []


@pytest.mark.exhaustive
def test_a_person_is_suggested_while_typing(
    browser: Browser, live_server: Any, administrator: User
) -> None:
    person: User = OfficialFactory(name="Siti Aminah Rahayu")
    visitor = Visitor(browser, live_server.url, desktop=True)
    visitor.sign_in(str(administrator.email), PASSWORD)
    visitor.prove_again(PASSWORD)
    visitor.open("/admin/accounts/posting/add/")
    visitor.page.locator("[name=user]").press_sequentially("rahayu")
    option = visitor.page.locator("#saran-user option")
    option.wait_for(state="attached")
    assert option.get_attribute("value") == person.email
    assert visitor.faults == []


def test_a_filter_is_set_and_taken_off(
    browser: Browser, live_server: Any, administrator: User
) -> None:
    EnterpriseFactory(name="Batik Ayu", sector="spa")
    EnterpriseFactory(name="Mebel Jati", sector="furniture")
    for javascript in (True, False):
        visitor = Visitor(browser, live_server.url, desktop=True, javascript=javascript)
        visitor.sign_in(str(administrator.email), PASSWORD)
        visitor.open(REGISTER)
        visitor.page.select_option("[name=sector__exact]", "spa")
        if not javascript:
            visitor.page.get_by_role("button", name="Saring").click()
        chip = visitor.page.get_by_role("link", name="Lepas Sektor: Spa")
        chip.wait_for()
        assert "Mebel Jati" not in visitor.text()
        visitor.follow(chip) if javascript else chip.click()
        visitor.page.get_by_text("Mebel Jati").wait_for()


@pytest.mark.exhaustive
def test_a_list_weighs_little_on_the_first_visit(
    browser: Browser, live_server: Any, administrator: User
) -> None:
    for number in range(60):
        EnterpriseFactory(name=f"Kerajinan Bambu dan Rotan Sumber Rejeki Makmur {number}")
    visitor = Visitor(browser, live_server.url, desktop=True)
    visitor.sign_in(str(administrator.email), PASSWORD)
    cookies = visitor.page.context.cookies()
    fresh = browser.new_context()
    fresh.add_cookies(cookies)  # type: ignore[arg-type]
    page = fresh.new_page()
    loaded: list[Response] = []
    page.on("response", lambda response: loaded.append(response))
    page.goto(f"{live_server.url}{REGISTER}", wait_until="networkidle")
    assert page.locator("tbody tr").count() == 50
    weights = {
        response.url.removeprefix(live_server.url): len(gzip.compress(response.body()))
        for response in loaded
    }
    assert sum(weights.values()) < 60_000, weights
    assert [url for url in weights if "/static/admin/" in url or "jquery" in url] == []

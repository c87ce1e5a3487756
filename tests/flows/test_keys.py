"""The officials' keys in a real browser: on lists, on a file, switched off, and out of the way."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from tests.applications.admin.backoffice import address
from tests.factories.accounts import PASSWORD, OfficialFactory
from tests.factories.programs import cast_of, make_application
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at_the_desk(browser: Browser, live_server: Any, person: User, path: str = "/admin/") -> Page:
    visitor = Visitor(browser, live_server.url, desktop=True)
    visitor.sign_in(str(person.email), PASSWORD)
    visitor.open(path)
    return visitor.page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> str:
    """Return the text of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_a_list_is_walked_ticked_and_opened(browser: Browser, live_server: Any) -> None:
    files = [make_application(cast_of(), state="submitted") for _ in range(3)]
    page = at_the_desk(browser, live_server, OfficialFactory(role=Role.VERIFIER))
    press(page, "j", "j")
    assert focused(page) == files[1].number
    press(page, "x", "j", "x", "k", "k")
    assert focused(page) == files[0].number
    assert page.locator("[name=file]:checked").evaluate_all("all => all.map(b => +b.value)") == [
        files[1].pk,
        files[2].pk,
    ]
    press(page, "a")
    assert focused(page) == "Ambil"
    press(page, "k")
    with page.expect_navigation():
        press(page, "Enter")
    assert address(files[0]) in page.url


@pytest.mark.exhaustive
def test_all_rows_are_ticked_at_once(browser: Browser, live_server: Any) -> None:
    for _ in range(3):
        make_application(cast_of(), state="submitted")
    page = at_the_desk(browser, live_server, OfficialFactory(role=Role.VERIFIER))
    page.get_by_label("Pilih semua baris di halaman ini").check()
    expect(page.locator("[name=file]:checked")).to_have_count(3)
    page.get_by_role("button", name="Ambil", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("3 dari 3 berkas diambil.")


def test_a_file_is_taken_passed_and_the_next_one_opens(browser: Browser, live_server: Any) -> None:
    first, second = (make_application(cast_of(), state="submitted") for _ in range(2))
    page = at_the_desk(browser, live_server, OfficialFactory(role=Role.VERIFIER))
    press(page, "j")
    with page.expect_navigation():
        press(page, "Enter")
    with page.expect_navigation():
        press(page, "p")
    for _stage in range(2):
        press(page, "a")
        assert focused(page).startswith("Loloskan ke")
        with page.expect_navigation():
            press(page, "Enter")
    assert address(second) in page.url
    with page.expect_navigation():
        press(page, "u")
    assert page.url.endswith(f"#berkas-{second.pk}")
    assert focused(page) == second.number
    first.refresh_from_db()
    assert first.stage is not None
    assert first.stage.code == "recommendation"


@pytest.mark.exhaustive
def test_neighbours_are_a_key_away(browser: Browser, live_server: Any) -> None:
    first, second = (make_application(cast_of(), state="submitted") for _ in range(2))
    page = at_the_desk(browser, live_server, OfficialFactory(role=Role.VERIFIER))
    press(page, "j")
    with page.expect_navigation():
        press(page, "Enter")
    for key, file in (("j", second), ("k", first)):
        with page.expect_navigation():
            press(page, key)
        assert address(file) in page.url


def a_decision_takes_three_presses(page: Page, file: Application) -> None:
    press(page, "a", "1")
    reason = page.locator("#form-approve textarea").input_value()
    assert reason
    assert focused(page).startswith("Putuskan")
    with page.expect_navigation():
        press(page, "Enter")
    file.refresh_from_db()
    assert file.state == "approved"
    assert file.events.filter(transition="approve", reason=reason).exists()


@pytest.mark.exhaustive
def test_a_correction_by_keys(browser: Browser, live_server: Any) -> None:
    cast = cast_of()
    file = make_application(cast, stage="verification")
    page = at_the_desk(browser, live_server, cast.verifier, address(file))
    press(page, "m", "Space", "1")
    with page.expect_navigation():
        press(page, "Enter")
    file.refresh_from_db()
    assert file.state == "revision_requested"


def the_dialog_shows_the_keys_of_the_page(page: Page, file: Application) -> None:
    press(page, "?")
    dialog = page.get_by_role("dialog", name="Tombol pintas di halaman ini")
    expect(dialog).to_be_visible()
    shown = dialog.locator("dl > div:visible dd").all_text_contents()
    assert shown == [
        "tampilkan tombol pintas",
        "cari",
        "ke halaman pertama petugas",
        "kembali ke antrean",
        "pegang berkas ini",
        "ke tindakan utama",
        "minta perbaikan",
        "tolak",
        "pilih alasan siap pakai",
        "tekan tombol yang ditunjuk",
    ]
    # Nothing happens behind it.
    press(page, "p")
    assert file.holdings.filter(until=None).count() == 0
    press(page, "Escape")
    expect(dialog).to_be_hidden()
    with page.expect_navigation():
        press(page, "g", "i")
    press(page, "?")
    shown = dialog.locator("dl > div:visible dd").all_text_contents()
    assert "baris berikutnya" in shown
    assert "minta perbaikan" not in shown


def nothing_happens_while_typing_or_with_a_modifier(page: Page, file: Application) -> None:
    reason = page.locator("#form-approve textarea")
    reason.focus()
    page.keyboard.type("pat? u1 j")
    assert reason.input_value() == "pat? u1 j"
    page.locator("h1").click()
    press(page, "Alt+p", "Control+m", "Shift+T")
    assert address(file) in page.url
    expect(page.locator("[data-keys-dialog]")).to_be_hidden()
    assert file.holdings.filter(until=None).count() == 0


def a_slash_leads_to_the_search(page: Page, file: Application) -> None:
    with page.expect_navigation():
        press(page, "/")
    expect(page.locator("#cari")).to_be_focused()
    page.locator("h1").click()
    press(page, "/")
    expect(page.locator("#cari")).to_be_focused()
    page.keyboard.type("j")
    assert page.locator("#cari").input_value() == "j"


def keys_are_switched_off_for_good_and_on_again(page: Page, file: Application) -> None:
    take = page.get_by_role("button", name="Ambil berkas")
    expect(take).to_have_attribute("aria-keyshortcuts", "p")
    page.get_by_role("button", name="Tombol pintas").click()
    page.get_by_label("Pakai tombol pintas di perangkat ini").uncheck()
    press(page, "Escape")
    page.reload()
    press(page, "p", "?")
    expect(page.locator("[data-keys-dialog]")).to_be_hidden()
    assert (
        page.get_by_role("button", name="Ambil berkas").get_attribute("aria-keyshortcuts") is None
    )
    assert file.holdings.filter(until=None).count() == 0
    page.get_by_role("button", name="Tombol pintas").click()
    page.get_by_label("Pakai tombol pintas di perangkat ini").check()
    press(page, "Escape")
    with page.expect_navigation():
        press(page, "p")
    assert file.holdings.filter(until=None).count() == 1


@pytest.mark.exhaustive
def test_the_keys_are_in_nobodys_way(browser: Browser, live_server: Any) -> None:
    for _ in range(2):
        make_application(cast_of(), state="submitted")
    visitor = Visitor(browser, live_server.url, desktop=True)
    visitor.sign_in(str(OfficialFactory(role=Role.VERIFIER).email), PASSWORD)
    visitor.open("/admin/")
    visitor.page.keyboard.press("?")
    assert visitor.complaints() == []


@pytest.mark.exhaustive
def test_keys_on_the_page_of_a_file(
    browser: Browser, live_server: Any, subtests: pytest.Subtests
) -> None:
    """Work on one file; each part reopens its page, and only the last ones change the file."""
    cast = cast_of()
    file = make_application(cast, stage="decision")
    page = at_the_desk(browser, live_server, cast.decider)
    for part in (
        the_dialog_shows_the_keys_of_the_page,
        nothing_happens_while_typing_or_with_a_modifier,
        a_slash_leads_to_the_search,
        keys_are_switched_off_for_good_and_on_again,
        a_decision_takes_three_presses,
    ):
        with subtests.test(part.__name__):
            page.goto(f"{live_server.url}{address(file)}")
            part(page, file)

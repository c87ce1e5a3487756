"""Half-written text on the page of an application is not lost without a question."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page

from applications.models import Application
from tests.applications.admin.backoffice import address
from tests.factories.accounts import PASSWORD
from tests.factories.programs import Cast, cast_of, make_application
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE = "Pemilik minta dihubungi sore hari."
REASON = "Usaha berjalan baik dan tertib."


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def file(cast: Cast) -> Application:
    return make_application(cast, stage="decision")


@pytest.fixture
def official(browser: Browser, live_server: Any, cast: Cast, file: Application) -> Visitor:
    """Return the decider on the page of an application that another one follows in the queue."""
    make_application(cast_of(), stage="decision")
    visitor = Visitor(browser, live_server.url, desktop=True)
    visitor.sign_in(str(cast.decider.email), PASSWORD)
    visitor.open("/admin/?tab=mine")
    visitor.follow(visitor.page.get_by_role("link", name=file.number))
    return visitor


def asked_of_who_stays(page: Page) -> list[str]:
    """Answer each question of the browser by staying; return their types, filled as they come."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return asked


def written_note(page: Page) -> Locator:
    page.get_by_text("Catatan internal (0)").click()
    note = page.get_by_label("Catatan hanya dibaca petugas")
    note.press_sequentially(NOTE)
    return note


def test_leaving_asks_and_staying_keeps_the_text(official: Visitor, file: Application) -> None:
    page, asked = official.page, asked_of_who_stays(official.page)
    note = written_note(page)
    page.locator("h1").click()
    with page.expect_event("dialog"):
        page.keyboard.press("j")
    assert (asked, note.input_value()) == (["beforeunload"], NOTE)
    assert official.path == address(file)


@pytest.mark.exhaustive
def test_a_half_written_reminder_is_asked_about_too(official: Visitor) -> None:
    page, asked = official.page, asked_of_who_stays(official.page)
    page.get_by_text("Pengingat saya (0)").click()
    page.get_by_label("Tentang").press_sequentially("Telepon.")
    page.locator("h1").click()
    with page.expect_event("dialog"):
        page.keyboard.press("u")
    assert asked == ["beforeunload"]


@pytest.mark.exhaustive
def test_sending_one_form_asks_about_another(official: Visitor, file: Application) -> None:
    page, asked = official.page, asked_of_who_stays(official.page)
    note = written_note(page)
    form = page.locator("#form-approve")
    form.locator("textarea").press_sequentially(REASON)
    with page.expect_event("dialog"):
        form.locator("button:not([name])").click()
    assert (asked, note.input_value()) == (["beforeunload"], NOTE)
    file.refresh_from_db()
    assert file.state == "in_review"

    # Who stayed puts the note away first, and then the same button sends.
    note.fill("")
    official.follow(form.locator("button:not([name])"))
    assert asked == ["beforeunload"]
    file.refresh_from_db()
    assert file.state == "approved"


@pytest.mark.exhaustive
def test_sending_the_only_one_asks_nothing(official: Visitor, file: Application) -> None:
    page, asked = official.page, asked_of_who_stays(official.page)
    written_note(page)
    official.press("Simpan catatan")
    assert (asked, [note.text for note in file.notes.all()]) == ([], [NOTE])

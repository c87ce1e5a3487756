"""A word without end and a reason without end on the page of a file, on a phone and at the desk."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from applications.models import Application
from applications.services.remarks import add_note, send_message
from applications.services.transitions import perform
from enterprises.models import Enterprise
from tests.applications.admin.backoffice import address
from tests.factories.accounts import PASSWORD
from tests.factories.programs import Cast, cast_of, make_application
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORD = "W" * 300
LONG = f"Alasan {WORD} " + "usaha berjalan baik " * 180
# Nothing visible reaches beyond the window, other than what scrolls in a box of its own.
TOO_WIDE = """
    [...document.querySelectorAll("main *")].filter((el) => {
        const box = el.getBoundingClientRect();
        return box.width && box.right > innerWidth + 1 && !el.closest(".unseen, .tabs, .wide");
    }).map((el) => el.outerHTML.slice(0, 80))
"""


def wordy(cast: Cast) -> Application:
    """Return a file at the decision in which everyone wrote endless text."""
    Enterprise.objects.filter(pk=cast.enterprise.pk).update(
        address=WORD, name=f"Usaha {WORD[:100]}"
    )
    file = make_application(cast, stage="recommendation")
    add_note(cast.analyst, file.pk, f"Catatan {WORD}")
    send_message(cast.analyst, file.pk, f"Pesan {WORD}")
    perform(cast.analyst, file.pk, "recommend", reason=LONG, data={"opinion": "positive"})
    return file


@pytest.mark.parametrize("desktop", [False, pytest.param(True, marks=pytest.mark.exhaustive)])
def test_no_word_leaves_the_page_and_the_actions_are_near(
    browser: Browser, live_server: Any, desktop: bool
) -> None:
    cast = cast_of()
    file = wordy(cast)
    visitor = Visitor(browser, live_server.url, desktop=desktop)
    visitor.sign_in(str(cast.decider.email), PASSWORD)
    visitor.open(address(file))
    page = visitor.page
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    given = page.locator(".recommendation")
    folded = given.bounding_box()
    assert folded is not None
    assert folded["height"] < 420
    given.get_by_text("Baca seluruhnya").click()
    assert not given.locator(".long-start").is_visible()
    assert "usaha berjalan baik" in given.locator("details p").inner_text()
    assert page.evaluate(TOO_WIDE) == []
    assert visitor.complaints() == []
    assert visitor.faults == []

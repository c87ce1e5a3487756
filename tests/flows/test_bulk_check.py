"""An official at the browser sends a list of potential debtors and follows its check."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.factories.accounts import PASSWORD
from tests.flows.visitor import Visitor
from tests.programs.spreadsheets import TABLE, official, work_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_list_is_sent_followed_and_shown(browser: Browser, live_server: Any) -> None:
    visitor = Visitor(browser, live_server.url)
    visitor.sign_in(str(official().email), PASSWORD)
    visitor.open("/admin/kelayakan/")
    visitor.page.set_input_files(
        "main input[type=file]", {"name": "calon.csv", "mimeType": "text/csv", "buffer": TABLE}
    )
    visitor.press("Periksa")
    assert visitor.heading == "calon.csv"
    assert "sedang diperiksa" in visitor.text()
    assert visitor.complaints_at_both_widths() == []
    work_all()
    # The page asks by itself how far the check has come, and loads the result.
    visitor.page.locator("#hasil").wait_for()
    assert "Unduh hasil: Excel (XLSX)" in visitor.text()
    assert visitor.complaints_at_both_widths() == []
    assert visitor.look("/admin/kelayakan/") == []
    assert visitor.faults == []

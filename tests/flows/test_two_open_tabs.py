"""With scripts: a tab that saves itself does not overwrite another one, and not itself either."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from applications.models import Application
from tests.factories.accounts import PASSWORD
from tests.factories.programs import cast_of, make_application
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOLD = "Ada isian yang sementara itu juga diubah. Tekan Simpan untuk melihatnya."


def type_amount(tab: Visitor, amount: str) -> str:
    """Type it and leave the field, which saves it; return what the page says about that."""
    tab.fill(requested_amount=amount)
    tab.wait_for_scripts()
    tab.page.wait_for_function(
        "(before) => !document.querySelector('[data-saved-line]').textContent.includes(before)",
        arg="Menyimpan",
    )
    return tab.page.locator("[data-saved-line]").inner_text()


def test_a_tab_that_saves_itself_asks_before_it_overwrites(
    browser: Browser, live_server: Any
) -> None:
    cast = cast_of()
    path = f"/pengajuan/{make_application(cast).pk}/isi/loan/"
    phone, desk = (Visitor(browser, live_server.url) for _number in range(2))
    for tab in (phone, desk):
        tab.sign_in(str(cast.owner.email), PASSWORD)
        tab.open(path)

    # Its own saves are never a conflict, however often it saves.
    for amount in ("30000000", "35000000"):
        assert type_amount(phone, amount).startswith("Tersimpan ")
    assert type_amount(desk, "45000000") == TOLD
    assert Application.objects.get().answers["requested_amount"] == 35_000_000

    # What is kept on this device keeps what its page had shown: reopened, it still asks.
    desk.open(path)
    assert desk.page.input_value("[name=requested_amount]") == "45.000.000"
    desk.press("Simpan dan lanjutkan")
    assert "Sementara itu isian ini diubah menjadi Rp35.000.000." in desk.text()
    assert desk.page.input_value("[name=requested_amount]") == "45.000.000"
    desk.press("Simpan dan lanjutkan")
    assert Application.objects.get().answers["requested_amount"] == 45_000_000
    assert [*phone.faults, *desk.faults] == []

"""A reason that was typed while the session ended is not typed twice."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.models import BrowserSession
from tests.factories.accounts import PASSWORD
from tests.factories.programs import cast_of, make_application
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = "Agunan belum jelas, mohon dilengkapi surat kepemilikannya."


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.exhaustive)])
def test_the_reason_comes_back(browser: Browser, live_server: Any, javascript: bool) -> None:
    cast = cast_of()
    file = make_application(cast, stage="decision")
    official = Visitor(browser, live_server.url, javascript=javascript, desktop=True)
    official.sign_in(str(cast.decider.email), PASSWORD)
    official.open(f"/admin/applications/application/{file.pk}/change/")
    form = official.page.locator("#form-reject")
    official.page.locator("details", has=form).locator("summary").first.click()
    form.locator("textarea").fill(TYPED)
    BrowserSession.objects.all().delete()
    official.follow(form.locator("button:not([name])"))
    assert official.heading == "Sesi Anda sudah berakhir"
    assert official.page.locator("#tulisan").input_value() == TYPED
    assert official.complaints() == [] if javascript else True
    official.press("Masuk lagi")
    official.fill(login=str(cast.decider.email), password=PASSWORD)
    official.press("Masuk")
    assert official.path == f"/admin/applications/application/{file.pk}/change/"
    again = official.page.locator("#form-reject textarea")
    assert again.input_value() == (TYPED if javascript else "")
    if javascript:
        assert again.is_visible()
        official.page.reload()
        assert again.input_value() == ""
    assert official.faults == []

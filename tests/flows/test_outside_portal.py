"""An owner reads what to do outside the portal, does it, and reports it, on a phone."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from applications.models import Application
from tests.factories.accounts import PASSWORD
from tests.factories.outside import to_bank
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAYS_DONE = "Berkas sudah saya bawa ke bank"


@pytest.mark.exhaustive
def test_the_owner_says_that_the_file_is_at_the_bank(browser: Browser, live_server: Any) -> None:
    cast, application = to_bank()
    own = f"/pengajuan/{application.pk}/"
    owner = Visitor(browser, live_server.url, javascript=False)
    owner.sign_in(str(cast.owner.email), PASSWORD)
    owner.open(own)
    # The link that says it is done chooses so on the form.
    owner.press(SAYS_DONE)
    assert owner.page.is_checked("main input[name=result][value=done]")
    owner.open(f"{own}di-luar/")
    owner.press("Kirim kabar")
    assert owner.path == f"{own}di-luar/"
    assert "Pilih salah satu kabar." in owner.text()
    owner.pick(result="done")
    owner.fill(number="B-17/2026")
    owner.upload("tanda-terima")
    owner.press("Kirim kabar")
    assert owner.path == own
    assert "B-17/2026" in owner.text()
    assert Application.objects.get(pk=application.pk).reported_turn == "partner"
    _other, waiting = to_bank(cast)
    reader = Visitor(browser, live_server.url)
    reader.sign_in(str(cast.owner.email), PASSWORD)
    paths = ("/", own, f"/pengajuan/{waiting.pk}/", f"/pengajuan/{waiting.pk}/di-luar/")
    assert reader.look(*paths) == []
    assert owner.faults == reader.faults == []

"""An upload without a turn is sent again by the page; without scripts the page says what to do."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from applications.services.attachments import upload
from applications.web import document_views
from common.errors import Unavailable
from common.web import refusals
from tests.factories.accounts import PASSWORD
from tests.factories.programs import cast_of, make_application
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("javascript", "sent"), [(True, 3), pytest.param(False, 1, marks=pytest.mark.exhaustive)]
)
def test_a_busy_portal_is_asked_again(
    browser: Browser,
    live_server: Any,
    monkeypatch: pytest.MonkeyPatch,
    javascript: bool,
    sent: int,
) -> None:
    cast = cast_of()
    draft = make_application(cast, documents=False)
    tries: list[int] = []

    def busy_twice(*words: Any, **options: Any) -> Any:
        tries.append(1)
        if len(tries) <= 2:
            raise Unavailable("busy", "Portal sedang memeriksa banyak berkas.", field="file")
        return upload(*words, **options)

    monkeypatch.setattr(document_views, "upload", busy_twice)
    monkeypatch.setattr(refusals, "BUSY_SECONDS", 0)
    owner = Visitor(browser, live_server.url, javascript=javascript)
    owner.sign_in(str(cast.owner.email), PASSWORD)
    owner.open(f"/pengajuan/{draft.pk}/dokumen/ktp/")
    owner.upload("ktp")
    owner.press("Unggah")
    words = "Berkas tersimpan." if javascript else "Portal sedang memeriksa banyak berkas."
    owner.page.get_by_text(words).first.wait_for()
    assert len(tries) == sent
    assert draft.attachments.count() == int(javascript)

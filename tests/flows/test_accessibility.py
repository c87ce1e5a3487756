"""What axe finds on public and owner pages, on the queue and on a file: nothing."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.factories.accounts import PASSWORD
from tests.factories.programs import cast_of, make_application
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLIC = ("/", "/program/", "/program/kur-mikro/", "/program/kur-mikro/cek/", "/masuk/", "/daftar/")


def _look(visitor: Visitor, *paths: str) -> list[str]:
    found: list[str] = []
    for path in paths:
        visitor.open(path)
        found += visitor.complaints()
        wide = visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found.append(f"{path} scrolls sideways by {wide} px")
    return found


@pytest.mark.parametrize("desktop", [False, True], ids=["360", "1280"])
def test_public_pages(browser: Browser, live_server: Any, desktop: bool) -> None:
    assert _look(Visitor(browser, live_server.url, desktop=desktop), *PUBLIC) == []


@pytest.mark.parametrize("desktop", [False, True], ids=["360", "1280"])
def test_owner_pages(browser: Browser, live_server: Any, desktop: bool) -> None:
    cast = cast_of(name="Koperasi Pengrajin Anyaman Bambu dan Rotan Sumber Rejeki Makmur Sejahtera")
    draft = make_application(cast)
    pages = [
        f"/pengajuan/{draft.pk}/{tail}"
        for tail in ("", "isi/loan/", "dokumen/", "dokumen/ktp/", "angsuran/", "periksa/", "tarik/")
    ]
    enterprise = f"/usaha/{cast.enterprise.pk}/"
    other = cast_of()
    returned = make_application(other, state="revision_requested")
    rejected = make_application(cast_of(), state="rejected")
    owner = Visitor(browser, live_server.url, desktop=desktop)
    owner.sign_in(str(cast.owner.email), PASSWORD)
    found = _look(
        owner,
        *("/", "/pengajuan/", "/usaha/", "/usaha/daftar/", enterprise, f"{enterprise}ubah/"),
        *("/pesan/", "/akun/", "/akun/pemberitahuan/", *pages),
    )
    for application in (returned, rejected):
        person = application.created_by
        visitor = Visitor(browser, live_server.url, desktop=desktop)
        visitor.sign_in(str(person.email), PASSWORD)
        found += _look(visitor, f"/pengajuan/{application.pk}/")
    assert found == []


@pytest.mark.parametrize("desktop", [False, True], ids=["360", "1280"])
def test_backoffice_pages(browser: Browser, live_server: Any, desktop: bool) -> None:
    cast = cast_of()
    waiting = make_application(cast, stage="completeness")
    official = Visitor(browser, live_server.url, desktop=desktop)
    official.sign_in(str(cast.verifier.email), PASSWORD)
    assert _look(official, "/admin/", f"/admin/applications/application/{waiting.pk}/change/") == []

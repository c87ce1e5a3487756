"""What axe finds on public and owner pages, on the queue and on a file: nothing."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.factories.accounts import PASSWORD
from tests.factories.programs import cast_of, make_application
from tests.flows.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLIC = ("/", "/program/", "/program/kur-mikro/", "/program/kur-mikro/cek/", "/masuk/", "/daftar/")


def test_public_pages(browser: Browser, live_server: Any) -> None:
    assert Visitor(browser, live_server.url).look(*PUBLIC) == []


def test_owner_pages(browser: Browser, live_server: Any) -> None:
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
    owner = Visitor(browser, live_server.url)
    owner.sign_in(str(cast.owner.email), PASSWORD)
    found = owner.look(
        *("/", "/pengajuan/", "/usaha/", "/usaha/daftar/", enterprise, f"{enterprise}ubah/"),
        *("/pesan/", "/akun/", "/akun/pemberitahuan/", *pages),
    )
    for application in (returned, rejected):
        person = application.created_by
        visitor = Visitor(browser, live_server.url)
        visitor.sign_in(str(person.email), PASSWORD)
        found += visitor.look(f"/pengajuan/{application.pk}/")
    assert found == []


def test_backoffice_pages(browser: Browser, live_server: Any) -> None:
    cast = cast_of()
    waiting = make_application(cast, stage="completeness")
    official = Visitor(browser, live_server.url)
    official.sign_in(str(cast.verifier.email), PASSWORD)
    assert official.look("/admin/", f"/admin/applications/application/{waiting.pk}/change/") == []

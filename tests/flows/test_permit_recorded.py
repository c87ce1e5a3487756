"""A story in a browser: another agency's document is recorded, ends, and is renewed."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.models import User
from common.dates import clock
from permits.models import Permit
from tests.factories.accounts import PASSWORD
from tests.factories.permits import file_to_decide, make_permit
from tests.flows.visitor import DESKTOP, PHONE, Visitor, photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_SHOTS = os.environ.get("PERMIT_SHOTS", "")


def _signed_in(browser: Browser, live_server: Any, person: User, *, desktop: bool) -> Visitor:
    visitor = Visitor(browser, live_server.url, desktop=desktop)
    visitor.sign_in(str(person.email), PASSWORD)
    return visitor


def _shoot(visitor: Visitor, name: str) -> None:
    """Draw the page at both widths if pictures were requested."""
    if not _SHOTS:
        return
    for size in (PHONE, DESKTOP):
        visitor.page.set_viewport_size(size)  # type: ignore[arg-type]
        path = Path(_SHOTS) / f"{name}-{size['width']}.png"
        visitor.page.screenshot(path=path, full_page=True)


@pytest.mark.exhaustive
def test_a_number_is_recorded_revoked_and_renewed(browser: Browser, live_server: Any) -> None:
    file = file_to_decide()
    official = _signed_in(browser, live_server, file.official, desktop=True)
    official.open(f"/admin/applications/application/{file.application.pk}/change/")
    _shoot(official, "file")
    official.page.get_by_role("link", name="Catat dokumen yang terbit").click()
    _shoot(official, "record")
    official.page.get_by_label("Nomor dokumen").fill("2103578010012-31")
    official.page.get_by_label("Terbit pada").fill("2026-01-02")
    ends = clock.today() + timedelta(days=20)
    official.page.get_by_label("Berlaku sampai").fill(ends.isoformat())
    official.page.get_by_role("button", name="Catat dokumen").click()
    official.page.get_by_text("Unggah pindaian dokumennya").first.wait_for()
    _shoot(official, "record-refused")
    scan = {"name": "pirt.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    official.page.get_by_label("Pindaian dokumen").set_input_files(scan)  # type: ignore[arg-type]
    official.page.get_by_label("belum diperiksa").check()
    official.page.get_by_role("button", name="Catat dokumen").click()
    official.page.get_by_text("Dokumen tercatat").first.wait_for()
    _shoot(official, "permit")
    permit = Permit.objects.get()
    if _SHOTS:
        for _each in range(4):
            make_permit(permit.enterprise, file.official)
    official.open("/admin/izin/")
    _shoot(official, "list")
    owner = _signed_in(browser, live_server, file.owner, desktop=False)
    owner.open(f"/usaha/{permit.enterprise_id}/izin/")
    assert owner.page.get_by_text("belum diperiksa").count() == 1
    _shoot(owner, "owner")
    owner.open(f"/pengajuan/{file.application.pk}/")
    _shoot(owner, "owner-file")
    official.open(f"/admin/izin/{permit.pk}/")
    official.page.get_by_label("Catat: dicabut penerbit").check()
    official.page.get_by_label("Alasan").fill("Dicabut Dinas Kesehatan setelah inspeksi.")
    official.page.get_by_role("button", name="Simpan perubahan").click()
    official.page.get_by_text("Perubahan tersimpan").first.wait_for()
    _shoot(official, "permit-revoked")
    owner.open(f"/usaha/{permit.enterprise_id}/izin/")
    assert owner.page.get_by_text("dicabut").count() >= 1
    assert owner.page.get_by_role("button", name="Perpanjang").count() == 0
    assert (owner.faults, official.faults) == ([], [])

"""A story in a browser: a buyer asks without an account, an exporter takes it and checks them."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.enums import Role
from common.dates import clock
from supply.models import BuyerRequest, PooledCapacity
from supply.web import buyer_forms
from tests.factories.accounts import PASSWORD, OfficialFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.products import ProductFactory
from tests.factories.supply import make_exporter
from tests.flows.visitor import DESKTOP, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_SHOTS = os.environ.get("EXPORT_SHOTS", "")


def _shoot(visitor: Visitor, name: str) -> None:
    """Draw the page at both widths where somebody asked for pictures."""
    if not _SHOTS:
        return
    for size in (PHONE, DESKTOP):
        visitor.page.set_viewport_size(size)  # type: ignore[arg-type]
        path = Path(_SHOTS) / f"{name}-{size['width']}.png"
        visitor.page.screenshot(path=path, full_page=True)


def _catalogue() -> None:
    now = clock.now()
    for name in ("Kursi makan rotan", "Meja kopi jati", "Keranjang bambu"):
        maker = EnterpriseFactory(name=f"Sentra {name}")
        ProductFactory(name_id=name, enterprise=maker, shown_in_catalogue=True, shown_at=now)
    day = clock.today()
    PooledCapacity.objects.create(
        hs6="940153", sector="furniture", makers=3, pieces=480, month=day.replace(day=1),
        oldest_on=day, refreshed_at=now,
    )  # fmt: skip


def _ask(buyer: Visitor) -> None:
    buyer.open("/katalog/")
    _shoot(buyer, "list")
    assert buyer.complaints() == []
    buyer.press("Kursi makan rotan")
    _shoot(buyer, "product")
    assert buyer.complaints() == []
    buyer.press("Minta penawaran")
    buyer.press("Kirim permintaan")
    _shoot(buyer, "request-wrong")
    buyer.fill(
        specification="Tinggi dudukan 46 cm.",
        quantity="1200",
        place="Tanjung Perak",
        delivery_1_on=(clock.today() + timedelta(days=90)).isoformat(),
        delivery_1_quantity="600",
        company="Van Dijk Interieur BV",
        country="Belanda",
        contact="Anneke van Dijk",
        email="anneke@vandijk-interieur.example",
    )
    buyer.page.check("main [name=agree]")
    _shoot(buyer, "request")
    assert buyer.complaints() == []
    buyer.press("Kirim permintaan")
    assert buyer.path == "/katalog/permintaan/terkirim/"
    _shoot(buyer, "sent")
    buyer.letter("Konfirmasi permintaan Anda")
    buyer.follow(buyer.page.locator("a[href*='kunci=']").first)
    _shoot(buyer, "confirm")
    buyer.press("Ya, kirimkan kepada eksportir")
    assert "Permintaan Anda dikonfirmasi" in buyer.page.locator("body").inner_text()


def test_from_a_question_to_a_checked_buyer(
    browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buyer_forms, "_FASTEST_SECONDS", 0)
    _catalogue()
    owner, _koperasi = make_exporter(name="Koperasi Rotan Sumber Rejeki")
    buyer = Visitor(browser, live_server.url)
    _ask(buyer)
    exporter = Visitor(browser, live_server.url)
    exporter.sign_in(str(owner.email), PASSWORD)
    exporter.open("/ekspor/")
    _shoot(exporter, "inbox")
    exporter.press("Kursi makan rotan")
    _shoot(exporter, "open")
    exporter.press("Tangani permintaan ini")
    assert "Pembeli belum diperiksa" in exporter.text()
    exporter.fill(text="Warna apa yang Anda inginkan?")
    exporter.press("Kirim pesan")
    exporter.page.get_by_text("Tandai pembeli sudah diperiksa").click()
    exporter.fill(
        register_name="Van Dijk Interieur BV",
        register_number="KvK 24123456",
        register_place="kvk.nl",
        terms_agreed_on=clock.today().isoformat(),
    )
    _shoot(exporter, "taken")
    assert exporter.complaints() == []
    exporter.press("Tandai diperiksa")
    assert BuyerRequest.objects.get().is_checked
    buyer.page.reload()
    assert "Warna apa yang Anda inginkan?" in buyer.text()
    _shoot(buyer, "followed")
    assert [*buyer.faults, *exporter.faults] == []
    if _SHOTS:
        official = Visitor(browser, live_server.url, desktop=True)
        official.sign_in(str(OfficialFactory(role=Role.STAFF, regency=None).email), PASSWORD)
        for name, path in [
            ("office-exporters", "/admin/ekspor/eksportir/"),
            ("office-propose", "/admin/ekspor/eksportir/usul/"),
            ("office-exporter", "/admin/ekspor/eksportir/1/"),
            ("office-requests", "/admin/ekspor/permintaan/"),
            ("office-request", f"/admin/ekspor/permintaan/{BuyerRequest.objects.get().pk}/"),
        ]:
            official.open(path)
            _shoot(official, name)

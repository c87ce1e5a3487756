"""A story in a browser: a product with a photo, and the one-minute question on a phone."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from enterprises.models import CapacityWeek, Product, ProductPhoto
from enterprises.services.capacity_promises import Part, promise_weeks
from tests.factories.accounts import PASSWORD
from tests.factories.enterprises import owned_enterprise
from tests.factories.products import next_weeks
from tests.flows.visitor import DESKTOP, PHONE, Visitor, photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_SHOTS = os.environ.get("CAPACITY_SHOTS", "")


def _shoot(visitor: Visitor, name: str) -> None:
    """Draw the page at both widths if pictures were requested."""
    if not _SHOTS:
        return
    for size in (PHONE, DESKTOP):
        visitor.page.set_viewport_size(size)  # type: ignore[arg-type]
        path = Path(_SHOTS) / f"{name}-{size['width']}.png"
        visitor.page.screenshot(path=path, full_page=True)
    visitor.page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def test_a_product_is_added_and_its_weeks_are_stated_in_a_minute(
    browser: Browser, live_server: Any
) -> None:
    person, enterprise = owned_enterprise(kbli="31002")
    owner = Visitor(browser, live_server.url)
    owner.sign_in(str(person.email), PASSWORD)
    home = f"/usaha/{enterprise.pk}/"
    owner.open(f"{home}produk/")
    _shoot(owner, "products-empty")
    owner.press("Tambah produk")
    owner.fill(name_id="Kursi teras rotan", material_id="rotan manau", hs_code="9401.53")
    owner.fill(weekly_capacity="40", price="450000", moq="20", sample_days="10")
    owner.press("Simpan")
    _shoot(owner, "product-refused")
    owner.fill(production_days="21")
    owner.page.select_option("main [name=incoterm]", "FOB")
    owner.press("Simpan")
    file = {"name": "kursi.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    owner.page.get_by_label("Foto").set_input_files(file)  # type: ignore[arg-type]
    owner.press("Unggah foto")
    _shoot(owner, "photos")
    assert ProductPhoto.objects.get().is_cover
    owner.open(f"{home}produk/")
    _shoot(owner, "products")
    # The question: all of it, one week corrected, saved.
    owner.open(f"{home}kapasitas/")
    _shoot(owner, "capacity-empty")
    owner.press("Separuh")
    one, two, *_others = next_weeks(3)
    owner.fill(**{f"w{two.isoformat()}": "8"})
    owner.press("Simpan")
    assert "Kapasitas tersimpan" in owner.text()
    rows = CapacityWeek.objects.filter(week__in=(one, two)).order_by("week")
    assert [row.free_thousandths for row in rows] == [500, 200]
    promise_weeks([Part(Product.objects.get(), one, 20)], subject="order:1", reference="PO-7")
    owner.open(f"{home}kapasitas/penjualan/")
    _shoot(owner, "sale")
    owner.page.select_option("main [name=week]", one.isoformat())
    owner.fill(pieces="4")
    owner.press("Kurangi")
    assert "menjanjikan lebih dari yang tersisa" in owner.text()
    _shoot(owner, "capacity-short")
    owner.open(f"{home}kapasitas/eksportir/")
    _shoot(owner, "viewers")
    owner.open(f"{home}tenaga/")
    _shoot(owner, "skills")
    pages = ("", "produk/", "kapasitas/", "kapasitas/penjualan/", "kapasitas/eksportir/", "tenaga/")
    product = f"produk/{Product.objects.get().uid}/"
    assert owner.look(*(f"{home}{page}" for page in (*pages, product, f"{product}foto/"))) == []
    assert owner.faults == []

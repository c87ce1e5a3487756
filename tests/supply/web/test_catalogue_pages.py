"""The public pages of the catalogue, in both languages."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.dates import clock
from enterprises.enums import ScanState
from enterprises.models import DocumentScan, Product
from enterprises.services.product_photos import add_photo
from supply.models import PooledCapacity
from tests.api.client import photo
from tests.factories.enterprises import owned_enterprise
from tests.factories.products import ProductFactory, certified

pytestmark = pytest.mark.django_db


def shown(**fields: object) -> Product:
    product: Product = ProductFactory(
        shown_in_catalogue=True, shown_at=clock.now(), material_en="manau rattan", **fields
    )
    return product


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_one_as_for_three(rows: int) -> None:
    for _number in range(rows):
        shown()
    with CaptureQueriesContext(connection) as queries:
        assert Client().get("/katalog/").status_code == 200
    assert len(queries) == 5


def test_each_address_has_its_language_and_names_the_other() -> None:
    product = shown(price=93_500)
    client = Client(headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"
    for indonesian, english in [
        ("/katalog/", "/en/catalogue/"),
        (f"/katalog/produk/{product.pk}/", f"/en/catalogue/product/{product.pk}/"),
        (
            f"/katalog/pembuat/{product.enterprise_id}/",
            f"/en/catalogue/maker/{product.enterprise_id}/",
        ),
        ("/katalog/permintaan/", "/en/catalogue/request/"),
        ("/katalog/permintaan/terkirim/", "/en/catalogue/request/sent/"),
    ]:
        for path, language in ((indonesian, "id"), (english, "en")):
            answer = client.get(path)
            page = answer.content.decode()
            assert answer.status_code == 200
            assert answer["Content-Language"] == language
            assert f'<html lang="{language}">' in page
            assert f'hreflang="id" href="http://127.0.0.1:8000{indonesian}' in page
            assert f'hreflang="en" href="http://127.0.0.1:8000{english}' in page
            if "produk" in indonesian:
                assert ("Rp93.500" if language == "id" else "Rp93,500") in page
            other = english if language == "id" else indonesian
            assert f'name="next" value="{other}' in page
    assert product.name_en in client.get("/en/catalogue/").content.decode()


def test_a_product_shows_certificates_valid_today_and_hides_few_makers() -> None:
    product = shown()
    certified(product)
    certified(product, days=-1, number="LAMA9")
    page = Client().get(f"/katalog/produk/{product.pk}/").content.decode()
    assert "ID123" in page
    assert "BPJPH" in page
    assert "LAMA9" not in page
    assert "Rahasia" not in page
    assert "kurang dari tiga pembuat" in page
    PooledCapacity.objects.create(
        hs6="940153",
        sector="furniture",
        makers=3,
        pieces=480,
        month=clock.today().replace(day=1),
        oldest_on=clock.today(),
        refreshed_at=clock.now(),
    )
    page = Client().get(f"/katalog/produk/{product.pk}/").content.decode()
    assert "sekitar 480 buah sebulan" in page


def test_a_maker_shows_nothing_personal() -> None:
    product = shown(net_grams=900, gross_grams=4500, carton_cm3=120_001)
    sold = Client().get(f"/katalog/produk/{product.pk}/").content.decode()
    for measure in ("900 g", "4,5 kg", "0,121 m³"):
        assert measure in sold
    assert "4.5 kg" in Client().get(f"/en/catalogue/product/{product.pk}/").content.decode()
    certified(product)
    page = Client().get(f"/katalog/pembuat/{product.enterprise_id}/").content.decode()
    maker = product.enterprise
    assert maker.name in page
    for secret in (maker.nib, maker.nik, maker.npwp, maker.phone, maker.address, "Rahasia"):
        assert str(secret) not in page


def test_filters_find_and_wrong_ones_say_so() -> None:
    product = shown()
    shown(sector="spa", hs_code="34011190", material_id="minyak kelapa")
    certified(product)
    for query, count in [
        ("", 2), ("sector=spa", 1), ("hs=9401.53", 1), ("certificate=halal-reguler", 1),
        ("regency=35.78", 2), ("material=kelapa", 1), ("q=rattan", 2), ("q=zzzzz", 0),
        ("min_monthly_capacity=1", 0),
    ]:  # fmt: skip
        answer = Client().get(f"/katalog/?{query}")
        assert answer.status_code == 200, query
        assert len(answer.context["shown"]) == count, query
    for query in (
        "sector=x", "hs=abc", "q=a", "min_monthly_capacity=banyak", "regency=99.99", "hal=x",
        "certificate=%00", f"q={'x' * 300}", "q=%ff%fe",
    ):  # fmt: skip
        refused = Client().get(f"/katalog/?{query}")
        assert refused.status_code == 400, query
        assert "Tidak ada produk yang cocok" not in refused.content.decode()
    hidden = ProductFactory()
    for path in (
        f"/katalog/produk/{hidden.pk}/", f"/katalog/pembuat/{hidden.enterprise_id}/",
        f"/katalog/produk/{10**18}/",
    ):  # fmt: skip
        assert Client().get(path).status_code == 404


def test_a_picture_that_the_scanner_holds_is_not_linked() -> None:
    owner, enterprise = owned_enterprise()
    product = shown(enterprise=enterprise)
    picture = add_photo(owner, product, upload=photo(), filename="a.jpg")
    pages = ("/katalog/", f"/katalog/produk/{product.pk}/", f"/katalog/pembuat/{enterprise.pk}/")
    address = f"/foto-produk/{picture.uid}/"
    assert all(address in Client().get(page).content.decode() for page in pages)
    now = clock.now()
    found = {
        "state": ScanState.INFECTED,
        "signature": "Uji",
        "scanned_at": now,
        "next_attempt_at": now,
    }
    DocumentScan.objects.update_or_create(version=picture.document, defaults=found)
    assert not any(address in Client().get(page).content.decode() for page in pages)

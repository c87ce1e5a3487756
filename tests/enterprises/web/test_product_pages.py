"""Pages of products and photos: an owner's, refused to others, and photos anyone may see."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enterprises.enums import MemberRole
from enterprises.models import Product, ProductPhoto
from enterprises.services.capacity_promises import Part, promise_weeks, release
from enterprises.services.product_photos import add_photo
from enterprises.services.products import set_in_catalogue
from tests.clients import web_client
from tests.enterprises.services.test_documents import picture
from tests.factories.enterprises import MemberFactory, owned_enterprise
from tests.factories.products import ProductFactory, free_weeks
from tests.shown import send_as_shown

pytestmark = pytest.mark.django_db

TYPED = {
    "name_id": "Kursi teras rotan",
    "sector": "furniture",
    "material_id": "rotan manau",
    "hs_code": "9401.53",
    "kbli": "31002",
    "kbli_version": "2020",
    "weekly_capacity": "40",
    "price": "Rp 450.000",
    "incoterm": "FOB",
    "moq": "20",
    "sample_days": "10",
    "production_days": "21",
}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def photo(content: bytes | None = None, name: str = "kursi.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture().getvalue() if content is None else content)


def test_an_owner_adds_changes_shows_and_archives_a_product() -> None:
    owner, enterprise = owned_enterprise()
    client = web_client(owner)
    list_url = f"/usaha/{enterprise.pk}/produk/"
    assert "Belum ada produk" in text(client.get(list_url))
    page = text(client.get(f"{list_url}baru/"))
    assert 'value="31001"' in page
    added = client.post(f"{list_url}baru/", TYPED)
    product = Product.objects.get()
    assert added["Location"] == f"{list_url}{product.uid}/foto/"
    own = f"{list_url}{product.uid}/"
    again = client.post(f"{list_url}baru/", TYPED)
    assert (again.status_code, "sudah mempunyai produk lain" in text(again)) == (409, True)
    refused = client.post(own, {"tampilkan": "1"}, follow=True)
    assert "dalam bahasa Inggris" in text(refused)
    english = {"name_en": "Rattan terrace chair", "material_en": "manau rattan"}
    changed = send_as_shown(client, own, {**TYPED, **english, "price": "475000"})
    assert changed["Location"] == list_url
    (week,) = free_weeks(enterprise, 1, by=owner)
    promised = promise_weeks([Part(product, week, 30)], subject="order:1")
    fewer = {**TYPED, **english, "price": "475000", "weekly_capacity": "29"}
    warned = send_as_shown(client, own, fewer, follow=True)
    assert "Anda sudah menjanjikan lebih dari yang tersisa" in text(warned)
    release(promised)
    client.post(own, {"tampilkan": "1"})
    product.refresh_from_db()
    assert (product.price, product.name_en, product.shown_in_catalogue) == (
        475_000,
        "Rattan terrace chair",
        True,
    )
    shown = text(client.get(list_url))
    assert "Tampil di katalog" in shown
    assert "Rp475.000" in shown
    client.post(own, {"sembunyikan": "1"})
    client.post(own, {"arsipkan": "1"})
    product.refresh_from_db()
    assert product.archived_at is not None
    assert client.get(own)["Location"] == list_url
    assert "sudah diarsipkan" in text(client.post(own, {"arsipkan": "1"}, follow=True))


def test_hostile_products_come_back_with_words_and_write_nothing() -> None:
    owner, enterprise = owned_enterprise()
    client = web_client(owner)
    url = f"/usaha/{enterprise.pk}/produk/baru/"
    for changes in (
        {"hs_code": "94"},
        {"kbli": "abc"},
        {"sector": "senjata"},
        {"price": "0"},
        {"price": "9" * 39},
        {"weekly_capacity": "empat puluh"},
        {"moq": "-3"},
        {"name_id": "x" * 121},
        {"name_id": "\x00"},
        {"incoterm": ["FOB", "XXX"]},
        {"net_grams": "900", "gross_grams": "800"},
        {"production_days": "0"},
    ):
        answer = client.post(url, {**TYPED, **changes})
        assert (answer.status_code, "Ada yang perlu diperbaiki" in text(answer)) == (400, True)
    assert client.post(url).status_code == 400
    assert not Product.objects.exists()


def test_two_tabs_on_a_product_lose_nothing_unseen() -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise)
    url = f"/usaha/{enterprise.pk}/produk/{product.uid}/"
    client = web_client(owner)
    stale = client.get(url).context["form"].shown
    send_as_shown(client, url, {**TYPED, "price": "475000"})
    second = client.post(url, {**TYPED, "price": "480000", "semula": str(stale)})
    assert second.status_code == 409
    assert "diubah menjadi Rp475.000" in text(second)
    assert Product.objects.get().price == 475_000
    unsaid = client.post(url, {**TYPED, "price": "490000"})
    assert unsaid.status_code == 409


def test_others_find_no_product_page() -> None:
    _owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise)
    stranger = web_client(owned_enterprise()[0])
    base = f"/usaha/{enterprise.pk}/produk/"
    for path in (base, f"{base}baru/", f"{base}{product.uid}/", f"{base}{product.uid}/foto/"):
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, TYPED).status_code in (404, 405)
    helper = MemberFactory(enterprise=enterprise, role=MemberRole.HELPER).user
    assert web_client(helper).get(base).status_code == 200
    assert web_client(helper).get(f"{base}{uuid4()}/").status_code == 404


def test_photos_are_uploaded_chosen_and_removed() -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise)
    url = f"/usaha/{enterprise.pk}/produk/{product.uid}/foto/"
    client = web_client(owner)
    assert client.post(url, {"file": photo(), "alt_id": "Kursi dari depan"}).status_code == 302
    blue = photo(picture("blue").getvalue())
    assert client.post(url, {"file": blue}).status_code == 302
    first, second = ProductPhoto.objects.order_by("place")
    client.post(url, {"utama": str(second.uid)})
    second.refresh_from_db()
    assert second.is_cover
    page = text(client.get(url))
    assert "Kursi dari depan" in page
    small = client.get(f"{url}{first.uid}/")
    assert (small.status_code, small["Content-Type"]) == (200, "image/webp")
    assert "private" in small["Cache-Control"]
    client.post(url, {"hapus": str(second.uid)})
    assert "sudah dihapus" in text(client.post(url, {"hapus": str(second.uid)}, follow=True))
    assert "sudah dihapus" in text(client.post(url, {"utama": "bukan-uuid"}, follow=True))
    assert [each.is_cover for each in ProductPhoto.objects.all()] == [True]
    for content, status in ((b"", 400), (b"bukan foto", 415)):
        assert client.post(url, {"file": photo(content)}).status_code == status
    assert client.post(url).status_code == 400
    assert client.get(f"{url}{uuid4()}/").status_code == 404


def test_a_photo_is_public_while_its_product_is_in_the_catalogue(client: Client) -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise, material_en="rattan")
    uid = add_photo(owner, product, upload=picture(), filename="a.jpg").uid
    urls = (f"/foto-produk/{uid}/", f"/foto-produk/{uid}/kecil/")
    assert [client.get(url).status_code for url in urls] == [404, 404]
    set_in_catalogue(owner, product, shown=True)
    for url, media_type in zip(urls, ("image/jpeg", "image/webp"), strict=True):
        answer = client.get(url)
        assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
        assert answer["Cache-Control"] == "public, max-age=3600"
        assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
        assert not answer.cookies
    set_in_catalogue(owner, product, shown=False)
    assert [client.get(url).status_code for url in urls] == [404, 404]


def test_the_list_takes_the_same_queries_for_any_number() -> None:
    owner, enterprise = owned_enterprise()
    client = web_client(owner)
    counts: list[int] = []
    for count in (1, 3):
        while Product.objects.count() < count:
            ProductFactory(enterprise=enterprise)
        with CaptureQueriesContext(connection) as found:
            client.get(f"/usaha/{enterprise.pk}/produk/")
        counts.append(len(found))
    assert counts[0] == counts[1]

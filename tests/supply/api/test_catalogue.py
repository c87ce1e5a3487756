"""The public endpoint of the catalogue."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.dates import clock
from enterprises.models import Product
from supply.models import PooledCapacity
from tests.factories.products import ProductFactory, certified

pytestmark = pytest.mark.django_db
PATH = "/api/v1/catalogue/"


def shown(**fields: object) -> object:
    return ProductFactory(shown_in_catalogue=True, shown_at=clock.now(), **fields)


def pool(makers: int = 4, pieces: int | None = 480) -> None:
    day = clock.today() if pieces else None
    PooledCapacity.objects.create(
        hs6="940153",
        sector="furniture",
        makers=makers,
        pieces=pieces,
        month=day.replace(day=1) if day else None,
        oldest_on=day,
        refreshed_at=clock.now(),
    )


def test_products_with_their_pool_and_nothing_personal() -> None:
    pool()
    product = shown()
    ProductFactory()
    rows = Client().get(PATH).json()["results"]
    assert [row["id"] for row in rows] == [product.pk]  # type: ignore[attr-defined]
    assert rows[0]["pooled_monthly_capacity"]["pieces"] == 480
    assert not {"nib", "nik", "phone", "weekly_capacity", "address"} & set(rows[0])


def test_filters_and_wrong_ones() -> None:
    pool()
    product = shown()
    assert isinstance(product, Product)
    certified(product)
    shown(sector="spa", hs_code="34011190", material_en="coconut oil")
    for query, count in [
        ("sector=spa", 1), ("hs=9401", 1), ("q=rattan", 2), ("min_monthly_capacity=400", 1),
        ("min_monthly_capacity=500", 0), ("sector=furniture&hs=34", 0), ("material=coconut", 1),
        ("certificate=halal-reguler", 1), ("certificate=spp-irt", 0), ("regency=35.78", 2),
        ("regency=35.26", 0), ("q=a-b-c-d+coconut", 0), ("q=a+coconut", 1),
        ("q=coconut+o", 1), ("q=coconut+zzz", 0),
        (f"q={product.enterprise.name}", 1),
    ]:  # fmt: skip
        assert len(Client().get(f"{PATH}?{query}").json()["results"]) == count, query
    for query in (
        "sector=x", "hs=9", "hs=94%00", "q=a", "min_monthly_capacity=-1", "cursor=x", "material=a",
        "certificate=lain", "regency=99.99", "regency=35", f"material={'x' * 201}", "material=%00",
        "certificate=", "q=%ff%fe",
    ):  # fmt: skip
        answer = Client().get(f"{PATH}?{query}")
        assert answer.status_code == 400, query
        field = answer.json()["errors"][0]["field"]
        assert field in (query.split("=")[0], "", None), query


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(rows: int) -> None:
    for _number in range(rows):
        shown()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert Client().get(PATH).status_code == 200
    assert len(queries) == 2

"""Products and capacity through the API."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from enterprises.models import CapacityWeek, Enterprise, Product
from enterprises.services.capacity_promises import Part, promise_weeks
from tests.api.client import V1, client_for, faults
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import owned_enterprise
from tests.factories.products import ProductFactory, next_weeks

pytestmark = pytest.mark.django_db
BODY: dict[str, Any] = {
    "name_id": "Kursi teras rotan",
    "sector": "furniture",
    "hs_code": "9401.53.00",
    "kbli": "31002",
    "kbli_version": "2020",
    "material_id": "rotan manau",
    "price": 450_000,
    "incoterm": "FOB",
    "moq": 20,
    "sample_days": 10,
    "production_days": 21,
    "weekly_capacity": 40,
}


def products(enterprise: Enterprise) -> str:
    return f"{V1}/enterprises/{enterprise.pk}/products/"


def capacity(enterprise: Enterprise) -> str:
    return f"{V1}/enterprises/{enterprise.pk}/capacity/"


def test_a_product_is_added_read_and_changed() -> None:
    owner, enterprise = owned_enterprise()
    client = client_for(owner)
    added = client.post(products(enterprise), BODY, headers={"Idempotency-Key": "a"})
    assert added.status_code == 201, added.json()
    again = client.post(products(enterprise), BODY, headers={"Idempotency-Key": "a"})
    assert (again.status_code, again.json()) == (201, added.json())
    one = f"{products(enterprise)}{added.json()['id']}/"
    english = {"name_en": "Rattan chair", "material_en": "rattan"}
    lacking = client.patch(one, {"price": 1, "shown_in_catalogue": True})
    assert (lacking.status_code, faults(lacking)) == (400, [("english_missing", "name_en")])
    assert Product.objects.get().price == 450_000
    changed = client.patch(one, {**english, "price": 475_000, "shown_in_catalogue": True})
    assert (changed.status_code, changed.json()["shown_in_catalogue"]) == (200, True)
    assert client.get(one).json() == changed.json()
    assert changed.json()["hs_code"] == "94015300"
    assert faults(client.post(products(enterprise), BODY)) == [("product_exists", "name_id")]
    official = OfficialFactory(role=Role.VERIFIER, regency="35.78")
    assert len(client_for(official).get(products(enterprise)).json()["results"]) == 1
    assert client_for(official).post(products(enterprise), BODY).status_code == 403
    stranger = client_for(UserFactory())
    for answer in (stranger.get(products(enterprise)), stranger.patch(one, {"price": 1})):
        assert answer.status_code == 404


def test_hostile_products_are_refused_with_a_fault_each() -> None:
    owner, enterprise = owned_enterprise()
    client = client_for(owner)
    for change, name in (
        ({"price": "450000"}, "price"),
        ({"price": -1}, "price"),
        ({"moq": True}, "moq"),
        ({"hs_code": "9401"}, "hs_code"),
        ({"hs_code": 94015300}, "hs_code"),
        ({"kbli": "3100"}, "kbli"),
        ({"incoterm": "XXX"}, "incoterm"),
        ({"name_id": "x" * 121}, "name_id"),
        ({"name_id": ""}, "name_id"),
        ({"certificates": [10**30]}, "certificates"),
        ({"certificates": [1]}, "certificates"),
        ({"certificates": "1"}, "certificates"),
        ({"length_mm": 0}, "length_mm"),
        ({"net_grams": 9, "gross_grams": 8}, "gross_grams"),
    ):
        answer = client.post(products(enterprise), {**BODY, **change})
        assert answer.status_code == 400, change
        assert [field.split(".")[0] for _code, field in faults(answer) if field] == [name]
    assert client.post(products(enterprise), [BODY]).status_code == 400
    assert client.patch(f"{products(enterprise)}{uuid4()}/", {}).status_code == 404
    assert not Product.objects.exists()


def test_weeks_are_stated_as_a_part_or_in_pieces() -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise, weekly_capacity=40)
    client = client_for(owner)
    one, two, three = (week.isoformat() for week in next_weeks(3))
    rows = [
        {"week": one, "free_thousandths": 500},
        {"week": three, "product": str(product.uid), "pieces": 13},
    ]
    stated = client.put(capacity(enterprise), {"weeks": rows})
    assert stated.status_code == 200, stated.json()
    assert [
        (row["week"], row["free_thousandths"], row["source"]) for row in stated.json()["weeks"]
    ] == [(one, 500, "owner"), (two, None, None), (three, 325, "owner")]
    promise_weeks([Part(product, next_weeks(1)[0], 16)], subject="order:1")
    short = client.put(capacity(enterprise), {"weeks": [{"week": one, "free_thousandths": 100}]})
    assert short.json()["short_weeks"] == [one]
    read = client.get(capacity(enterprise), {"weeks": 2}).json()
    assert [row["promised_thousandths"] for row in read["weeks"]] == [0, 400]
    assert read["weeks"][1]["left_thousandths"] == 0


def test_hostile_weeks_are_refused() -> None:
    owner, enterprise = owned_enterprise()
    foreign = ProductFactory()
    client = client_for(owner)
    week = next_weeks(1)[0].isoformat()
    good = {"week": week, "free_thousandths": 1}
    for weeks in (
        [],
        "x",
        [good] * 27,
        [good, good],
        [{"week": week}],
        [{**good, "pieces": 1}],
        [{**good, "product": str(foreign.uid), "pieces": 1}],
        [{"week": week, "product": str(foreign.uid), "pieces": 1}],
        [{"week": week, "product": "x", "pieces": 1}],
        [{"week": "2026-11-31", "free_thousandths": 1}],
        [{"week": "2020-01-06", "free_thousandths": 1}],
        [{"week": week, "free_thousandths": 1001}],
        [{"week": week, "free_thousandths": True}],
    ):
        answer = client.put(capacity(enterprise), {"weeks": weeks})
        assert (answer.status_code, bool(faults(answer))) == (400, True), weeks
    for count in ("0", "27", "x"):
        assert client.get(capacity(enterprise), {"weeks": count}).status_code == 400
    assert client_for(UserFactory()).get(capacity(enterprise)).status_code == 404
    assert not CapacityWeek.objects.exists()


def test_the_list_takes_the_same_queries_for_any_number() -> None:
    owner, enterprise = owned_enterprise()
    client = client_for(owner)
    counts: list[int] = []
    for count in (1, 3):
        while Product.objects.count() < count:
            ProductFactory(enterprise=enterprise)
        with CaptureQueriesContext(connection) as found:
            client.get(products(enterprise))
        counts.append(len(found))
    assert counts[0] == counts[1]

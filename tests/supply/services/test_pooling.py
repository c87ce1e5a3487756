"""Pooled capacity: three makers or nothing, the earliest whole month, the oldest word."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction

from common.dates import clock
from enterprises.models import Product
from enterprises.services.capacity_visits import record_visit
from supply.models import PooledCapacity
from supply.policies.pooling import Offered, earliest_pool, next_months, rounded_down
from supply.services.pooling import refresh_all, refresh_changed
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.products import ProductFactory, free_weeks

JANUARY = date(2027, 1, 1)


def shown_product(**fields: object) -> Product:
    now = clock.now()
    return ProductFactory(shown_in_catalogue=True, shown_at=now, **fields)


def test_a_pool_needs_three_makers_and_counts_each_once_a_week() -> None:
    monday, said = date(2027, 1, 4), date(2026, 11, 20)
    two = [Offered(maker, monday, 40, said) for maker in (1, 1, 2)]
    assert earliest_pool(two, [JANUARY]) is None
    nothing = [*two, Offered(3, monday, 0, said)]
    assert earliest_pool(nothing, [JANUARY]) is None
    three = [*two, Offered(3, monday, 33, said - timedelta(days=1))]
    pool = earliest_pool(three, [date(2026, 12, 1), JANUARY])
    assert pool is not None
    assert (pool.makers, pool.pieces, pool.month) == (3, 110, JANUARY)
    assert pool.oldest_on == date(2026, 11, 19)


def test_months_and_rounding() -> None:
    assert next_months(date(2026, 11, 28), 3) == [date(2026, 12, 1), JANUARY, date(2027, 2, 1)]
    assert [rounded_down(n) for n in (0, 7, 99, 113, 1289)] == [0, 0, 90, 110, 1200]


@pytest.mark.django_db
@time_machine.travel("2026-11-28T05:00:00+00:00", tick=False)
def test_the_task_counts_hides_few_and_follows_what_changed() -> None:
    products = [shown_product() for _number in range(3)]
    for product in products[:2]:
        free_weeks(product.enterprise, 10, by=UserFactory())
    assert refresh_changed() == 1
    row = PooledCapacity.objects.get()
    assert (row.makers, row.pieces, row.month) == (3, None, None)
    with time_machine.travel("2026-11-28T06:00:00+00:00", tick=False):
        assert refresh_changed() == 1
        free_weeks(products[2].enterprise, 10, by=UserFactory())
        refresh_changed()
    row.refresh_from_db()
    assert (row.makers, row.pieces, row.month) == (3, 480, date(2026, 12, 1))
    with time_machine.travel("2026-11-28T07:00:00+00:00", tick=False):
        refresh_changed()
        verifier = OfficialFactory(regency=products[0].enterprise.regency_id)
        record_visit(verifier, products[0].pk, found=1, visited_on=date(2026, 11, 20))
        assert refresh_changed() == 1
    row.refresh_from_db()
    assert row.pieces is not None
    assert row.pieces < 480
    with pytest.raises(DatabaseError), transaction.atomic():
        PooledCapacity.objects.update(makers=2)
    Product.objects.update(shown_in_catalogue=False, shown_at=None)
    assert refresh_all() == 0
    assert not PooledCapacity.objects.exists()

"""Promises of parts of weeks: never more than a week, all or nothing, and options end."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import F, Sum
from django.test.utils import CaptureQueriesContext

from common.dates import clock
from common.errors import Conflict, InvalidInput
from enterprises.enums import PromiseKind
from enterprises.models import CapacityPromise, CapacityWeek, Product
from enterprises.services.capacity_promises import (
    Part,
    WeekFull,
    promise_weeks,
    release,
    release_expired,
)
from tests.factories.enterprises import owned_enterprise
from tests.factories.products import ProductFactory, free_weeks
from tests.simultaneous import run_together


def free_product(weeks: int = 1, *, free: int = 1000, **fields: Any) -> tuple[Product, list[date]]:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise, **fields)
    return product, free_weeks(enterprise, weeks, by=owner, free_thousandths=free)


def promised(product: Product) -> list[int]:
    rows = CapacityWeek.objects.filter(enterprise=product.enterprise_id).order_by("week")
    return [row.promised_thousandths for row in rows]


def option(product: Product, week: date, pieces: int, *, days: float = 7) -> CapacityPromise:
    (made,) = promise_weeks(
        [Part(product, week, pieces)],
        subject="order:1",
        kind=PromiseKind.OPTION,
        expires_at=clock.now() + timedelta(days=days),
    )
    return made


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.mark.django_db
class TestPromises:
    def test_products_share_the_week_and_a_part_is_rounded_up(self) -> None:
        chair, (week,) = free_product(weekly_capacity=40)
        table = ProductFactory(enterprise=chair.enterprise, weekly_capacity=3)
        made = promise_weeks(
            [Part(chair, week, 20), Part(table, week, 1)], subject="order:1", reference="PO-1"
        )
        assert [each.thousandths for each in made] == [500, 334]
        assert promised(chair) == [834]
        with pytest.raises(WeekFull) as refused:
            promise_weeks([Part(chair, week, 7)], subject="order:2")
        assert (refused.value.left, refused.value.part.week) == (6, week)
        assert "masih dapat membuat 6" in refused.value.message

    def test_all_weeks_or_none(self) -> None:
        product, (one, two) = free_product(2)
        promise_weeks([Part(product, two, 30)], subject="order:1")
        with pytest.raises(WeekFull):
            promise_weeks([Part(product, one, 20), Part(product, two, 20)], subject="order:2")
        assert promised(product) == [0, 750]
        assert CapacityPromise.objects.filter(subject="order:2").count() == 0

    def test_no_more_than_was_stated_and_nothing_of_a_week_nobody_stated(self) -> None:
        product, (week,) = free_product(free=250)
        with pytest.raises(WeekFull) as refused:
            promise_weeks([Part(product, week, 11)], subject="order:1")
        assert refused.value.left == 10
        with pytest.raises(WeekFull) as unstated:
            promise_weeks([Part(product, week + timedelta(weeks=1), 1)], subject="order:1")
        assert unstated.value.left == 0
        with pytest.raises(WeekFull):
            promise_weeks([Part(product, week, 41)], subject="order:1")

    def test_what_a_visit_found_bounds_the_promise(self) -> None:
        owner, enterprise = owned_enterprise()
        product = ProductFactory(
            enterprise=enterprise,
            verified_capacity=20,
            capacity_verified_on=clock.today(),
            capacity_verified_by=owner,
        )
        (week,) = free_weeks(enterprise, 1, by=owner)
        (made,) = promise_weeks([Part(product, week, 20)], subject="order:1")
        assert made.thousandths == 1000

    def test_release_gives_back_once(self) -> None:
        product, weeks = free_product(2)
        made = promise_weeks([Part(product, week, 20) for week in weeks], subject="order:1")
        assert (release(made), release(made), promised(product)) == (2, 0, [0, 0])

    def test_an_option_that_ran_out_is_released_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        product, (week,) = free_product()
        option(product, week, 10)
        at(monkeypatch, clock.now() + timedelta(days=7, seconds=1))
        assert (release_expired(), release_expired(), promised(product)) == (1, 0, [0])

    def test_the_next_writer_releases_what_ran_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        product, (_soon, week) = free_product(2)
        option(product, week, 40, days=1)
        with pytest.raises(WeekFull):
            option(product, week, 1)
        at(monkeypatch, clock.now() + timedelta(days=2))
        assert option(product, week, 40).thousandths == 1000

    def test_hostile_parts_are_refused(self) -> None:
        product, (week,) = free_product()
        archived = ProductFactory(enterprise=product.enterprise, archived_at=clock.now())
        past, far = week - timedelta(weeks=2), week + timedelta(weeks=200)
        for part, code in (
            (Part(product, week, 0), "no_pieces"),
            (Part(product, week, -3), "no_pieces"),
            (Part(product, week + timedelta(days=1), 1), "not_a_monday"),
            (Part(product, past, 1), "bad_week"),
            (Part(product, far, 1), "bad_week"),
            (Part(archived, week, 1), "product_archived"),
        ):
            with pytest.raises((InvalidInput, Conflict), match=code):
                promise_weeks([part], subject="order:1")
        with pytest.raises(InvalidInput, match="bad_parts"):
            promise_weeks([], subject="order:1")
        for days in (0, 8):
            with pytest.raises(InvalidInput, match="bad_end"):
                option(product, week, 1, days=days)
        with pytest.raises(InvalidInput, match="bad_end"):
            promise_weeks([Part(product, week, 1)], subject="x", kind=PromiseKind.OPTION)
        assert promised(product) == [0]

    def test_queries_do_not_grow_with_the_weeks(self) -> None:
        product, weeks = free_product(3)

        def queries(count: int) -> int:
            with CaptureQueriesContext(
                connection,
            ) as found:
                promise_weeks([Part(product, week, 1) for week in weeks[:count]], subject="o")
            return len(found)

        assert queries(1) == queries(3)

    def test_the_database_refuses_what_must_never_be(self) -> None:
        product, (week,) = free_product(free=100)
        other = ProductFactory()
        (made,) = promise_weeks([Part(product, week, 4)], subject="order:1")
        whole = {
            "enterprise": product.enterprise,
            "product": product,
            "week": week,
            "pieces": 1,
            "thousandths": 901,
            "subject": "order:2",
            "kind": PromiseKind.COMMITMENT,
            "made_at": clock.now(),
        }
        rows, weeks = CapacityPromise.objects, CapacityWeek.objects
        for change in (
            lambda: rows.create(**whole),
            lambda: rows.create(**{**whole, "thousandths": 1, "product": other}),
            lambda: rows.create(**{**whole, "thousandths": 1, "week": week + timedelta(days=1)}),
            lambda: rows.create(**{**whole, "thousandths": 1, "kind": PromiseKind.OPTION}),
            lambda: rows.filter(pk=made.pk).update(thousandths=1),
            lambda: rows.filter(pk=made.pk).update(week=week + timedelta(weeks=1)),
            lambda: weeks.update(promised_thousandths=0),
            lambda: weeks.update(free_thousandths=1001),
            lambda: weeks.create(enterprise=other.enterprise, week=week, promised_thousandths=5),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()
        for kept in (rows.all(), weeks.all(), Product.objects.filter(pk=product.pk)):
            with pytest.raises(ProgrammingError), transaction.atomic():
                kept._raw_delete(kept.db)
        release([made])
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.filter(pk=made.pk).update(released_at=None)


@pytest.mark.django_db(transaction=True)
def test_a_hundred_racing_pairs_never_promise_more_than_the_week() -> None:
    product, weeks = free_product(26, weekly_capacity=10)
    # Opposite orders of the weeks, and quantities of which one, not both, fits.
    pairs = list(pairwise(weeks))

    def promises(turn: int) -> int:
        won = 0
        for number, (one, two) in enumerate(pairs * 4):
            first, second = (one, two) if turn else (two, one)
            parts = [Part(product, first, 2 + number % 2), Part(product, second, 2)]
            try:
                promise_weeks(parts, subject=f"order:{turn}:{number}")
            except WeekFull:
                continue
            won += 1
        return won

    results = run_together(lambda: promises(0), lambda: promises(1))
    assert all(isinstance(each, int) and each > 0 for each in results), results
    rows = CapacityWeek.objects.filter(enterprise=product.enterprise)
    assert rows.filter(promised_thousandths__gt=1000).count() == 0
    sums = CapacityPromise.objects.values("week").annotate(total=Sum("thousandths"))
    counted = {
        row["week"]: row["total"] for row in sums.filter(enterprise=F("product__enterprise"))
    }
    assert {row.week: row.promised_thousandths for row in rows} == counted

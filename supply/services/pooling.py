"""Counting the pooled capacity of the catalogue, by HS heading of six digits and sector."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Left

from common.dates import clock
from enterprises.models import CapacityPromise, CapacityWeek, Product
from enterprises.policies.capacity import weeks_from
from enterprises.selectors.capacity import free_pieces_of
from enterprises.selectors.products import in_catalogue
from supply.models import PooledCapacity
from supply.policies.pooling import Offered, earliest_pool, next_months

Group = tuple[str, str]
# Products of a group that are counted; the catalogue has far fewer of one heading.
_MOST: Final = 5000


def refresh_all() -> int:
    """Count every group again, and drop those without products; return how many there are."""
    began = clock.now()
    groups = _groups(in_catalogue())
    for group in sorted(groups):
        _refresh(group, began)
    for row in PooledCapacity.objects.all():
        if (row.hs6, row.sector) not in groups:
            row.delete()
    return len(groups)


def refresh_changed() -> int:
    """Count the groups of which a maker stated, promised or changed something since the last time.

    A visit changes its product. Returns how many; a refresh that never ran counts all. What changes
    while groups are counted comes after the beginning of this run, so the next one sees it.
    """
    began = clock.now()
    since = PooledCapacity.objects.aggregate(at=Max("refreshed_at"))["at"]
    if since is None:
        return refresh_all()
    changed = Product.objects.filter(
        Q(updated_at__gte=since) | Q(shown_at__gte=since) | Q(enterprise__in=_makers(since))
    )
    groups = _groups(changed)
    for group in sorted(groups):
        _refresh(group, began)
    return len(groups)


def _makers(since: datetime) -> Collection[int]:
    stated = CapacityWeek.objects.filter(stated_at__gte=since)
    promised = CapacityPromise.objects.filter(Q(made_at__gte=since) | Q(released_at__gte=since))
    return {
        *stated.values_list("enterprise", flat=True).distinct(),
        *promised.values_list("enterprise", flat=True).distinct(),
    }


def _groups(products: QuerySet[Product]) -> set[Group]:
    rows = products.order_by().annotate(hs6=Left("hs_code", 6))
    return set(rows.values_list("hs6", "sector").distinct())


def _refresh(group: Group, began: datetime) -> None:
    hs6, sector = group
    products = list(
        in_catalogue().filter(hs_code__startswith=hs6, sector=sector).order_by("pk")[:_MOST]
    )
    if not products:
        PooledCapacity.objects.filter(hs6=hs6, sector=sector).delete()
        return
    months = next_months(clock.today())
    # The Monday of a month's first week may be in the month before.
    weeks = [week for week in weeks_from(months[0], 5 * len(months)) if _month(week) in months]
    left = free_pieces_of(products, weeks)
    pool = earliest_pool(
        (
            Offered(product.enterprise_id, week.week, week.pieces, week.stated_on)
            for product in products
            for week in left[product.pk]
            if week.stated_on is not None
        ),
        months,
    )
    makers = len({product.enterprise_id for product in products})
    PooledCapacity.objects.update_or_create(
        hs6=hs6,
        sector=sector,
        defaults={
            "makers": pool.makers if pool else makers,
            "pieces": pool.pieces if pool else None,
            "month": pool.month if pool else None,
            "oldest_on": pool.oldest_on if pool else None,
            "refreshed_at": began,
        },
    )


def _month(day: date) -> date:
    return day.replace(day=1)

"""Locking weeks of enterprises, always in the same order."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from common.dates import clock
from enterprises.enums import PromiseKind
from enterprises.models import CapacityPromise, CapacityWeek

# Enterprise and Monday.
Place = tuple[int, date]


def lock_weeks(places: Iterable[Place]) -> Mapping[Place, CapacityWeek]:
    """Lock the rows of these weeks, by enterprise and then by week, and return their current state.

    Rows that do not exist yet are created. Options that have run out are released first, so what
    they held can be promised. Whoever makes several changes in one transaction locks all their
    weeks at the beginning.
    """
    ordered = sorted(set(places))
    if not ordered:
        return {}
    CapacityWeek.objects.bulk_create(
        [CapacityWeek(enterprise_id=enterprise, week=week) for enterprise, week in ordered],
        ignore_conflicts=True,
    )
    chosen = Q(pk__in=())
    for enterprise in sorted({enterprise for enterprise, _week in ordered}):
        weeks = [week for other, week in ordered if other == enterprise]
        chosen |= Q(enterprise=enterprise, week__in=weeks)
    rows = CapacityWeek.objects.filter(chosen).order_by("enterprise_id", "week")
    list(rows.select_for_update().values_list("pk"))
    _release_expired(chosen)
    return {(row.enterprise_id, row.week): row for row in rows}


def _release_expired(chosen: Q) -> None:
    now = clock.now()
    CapacityPromise.objects.filter(
        chosen, kind=PromiseKind.OPTION, released_at__isnull=True, expires_at__lte=now
    ).update(released_at=now)

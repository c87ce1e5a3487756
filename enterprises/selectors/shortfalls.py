"""Weeks in which an enterprise keeps less free than its promises take."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from common.dates import clock
from enterprises.models import CapacityPromise, CapacityWeek
from enterprises.policies.capacity import WHOLE_WEEK, monday_of, part_needed


@dataclass(frozen=True)
class Shortfall:
    """A week in which less is free than was promised, in thousandths of the week.

    `is_told` says whether a listener has notified an exporter just now.
    """

    week: date
    free: int
    promised: int
    is_told: bool = field(default=False, compare=False)


def short_weeks(enterprise_id: int, *, instead: Mapping[int, int] | None = None) -> list[Shortfall]:
    """Return the weeks from this one in which the promised pieces take more than is free.

    A promise is of pieces; here it takes what they take at what its product can be counted on for
    today, or at `instead`, pieces a week by product. Two queries.
    """
    capacities = instead or {}
    promises = CapacityPromise.objects.filter(
        enterprise=enterprise_id, week__gte=monday_of(clock.today()), released_at__isnull=True
    ).select_related("product")
    needed: Counter[date] = Counter()
    for each in promises:
        capacity = capacities.get(each.product_id, each.product.trusted_capacity)
        needed[each.week] += part_needed(each.pieces, capacity)
    rows = CapacityWeek.objects.filter(enterprise=enterprise_id, week__in=needed)
    stated = dict(rows.values_list("week", "free_thousandths"))
    found = [
        Shortfall(week, WHOLE_WEEK if (free := stated.get(week)) is None else free, part)
        for week, part in sorted(needed.items())
    ]
    return [each for each in found if each.free < each.promised]

"""What members have left for an order: shown to the exporter whom they let see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from common.dates import clock
from enterprises.models import Product, SkilledWorkers
from enterprises.policies.capacity import weeks_from
from enterprises.selectors.capacity import free_pieces_of
from enterprises.selectors.skills import workers_of
from supply.models import Order
from supply.selectors.plans.problem import order_mondays

# What is shown of members while the weeks of the order are not fixed.
_NEXT_WEEKS: Final = 8


@dataclass(frozen=True)
class FreeCapacity:
    """What a member has left for a product in the weeks of an order, by its own statement.

    `said_on` is the day of its oldest statement, None where a week has none; `is_aged` whether that
    is more than four weeks ago; `workers` are the skills of its people with how many have them.
    """

    pieces: int
    weeks: int
    first: date
    said_on: date | None
    is_aged: bool
    workers: Sequence[SkilledWorkers]


def free_capacity_of(order: Order, products: Sequence[Product]) -> Mapping[int, FreeCapacity]:
    """Return what members have left, by product; before the weeks are fixed, in the next eight.

    Two queries. The products have to be those that the exporter may see.
    """
    weeks = order_mondays(order) or weeks_from(clock.today(), _NEXT_WEEKS + 1)[1:]
    free = free_pieces_of(products, weeks)
    workers: dict[int, list[SkilledWorkers]] = {}
    for row in workers_of({product.enterprise_id for product in products}):
        workers.setdefault(row.enterprise_id, []).append(row)
    out = {}
    for product in products:
        said = [week.stated_on for week in free[product.pk]]
        known = [day for day in said if day is not None]
        out[product.pk] = FreeCapacity(
            pieces=sum(week.pieces for week in free[product.pk]),
            weeks=len(weeks),
            first=weeks[0],
            said_on=min(known) if len(known) == len(said) else None,
            is_aged=any(week.is_aged for week in free[product.pk]),
            workers=workers.get(product.enterprise_id, []),
        )
    return out

"""Solve again at which price an offer that is left out would be in the plan.

The order is solved once more with the offer in and at a lower price. What that plan costs beside
the bound of all plans says to which price the offer would have to go, or how much higher it may be.
"""

from collections.abc import Iterable
from dataclasses import replace

from supply.allocation.instance import Instance
from supply.allocation.plan import Reason
from supply.allocation.search import WorkLimits, search

_BY_COST = frozenset({"price", "cap", "hub", "mix"})


def with_entry_prices(
    instance: Instance, reasons: Iterable[Reason], bound: int, limits: WorkLimits
) -> tuple[Reason, ...]:
    """Return the reasons, of the first few that cost decides with a price that was solved again.

    At that price, and at any lower one, a plan with the offer costs less than `bound`, which every
    plan without it costs at least: in rupiah, for the prices as they were offered.
    """
    rows = {name: index for index, name in enumerate(instance.ids)}
    left = limits.price_checks if instance.size <= limits.exact else 0
    found = []
    for reason in reasons:
        if left and reason.code in _BY_COST and limits.seconds_left() > 0:
            left -= 1
            reason = _solved(instance, rows[reason.id], reason, bound, limits)
        found.append(reason)
    return tuple(found)


def _solved(instance: Instance, row: int, reason: Reason, bound: int, limits: WorkLimits) -> Reason:
    guess = reason.price or 0
    locked, price = instance.locked.copy(), instance.price.copy()
    locked[row], price[row] = True, guess
    plan = search(replace(instance, locked=locked, price=price), limits).plan
    if plan is None:
        return reason
    pieces = int(plan.pieces[row].sum())
    # The highest price at which this very plan costs less than any without the offer.
    entry = guess - ((plan.cost - bound) // pieces + 1)
    return reason if entry < 1 else replace(reason, price=entry, is_solved=True)

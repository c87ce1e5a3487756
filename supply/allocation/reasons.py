"""Explain why an offer is not in the plan: the first limit that it met, and its winning price.

Judged by the prices of the proof: a piece of each delivery, a place under the member cap and a
hub each have one.
"""

import numpy as np

from supply.allocation.fairness import could_stand_in
from supply.allocation.instance import Instance, Whole, exclusion
from supply.allocation.lagrangian import Prices, reduced_costs
from supply.allocation.pieces import WholePlan
from supply.allocation.plan import Reason
from supply.allocation.prices import BestPrices
from supply.allocation.problem import Problem
from supply.allocation.search import Found


def reasons(
    problem: Problem, instance: Instance, plan: WholePlan | None, found: Found | None
) -> tuple[Reason, ...]:
    """Return a reason for every offer that is not used, in order of id."""
    out = [
        Reason(offer.id, out_by.code, out_by.figure or None)
        for offer in problem.offers
        if (out_by := exclusion(offer, problem)) is not None
    ]
    if plan is None or found is None or found.best is None:
        unused = range(instance.size) if plan is None else np.flatnonzero(~plan.members).tolist()
        out += [Reason(instance.ids[index], "no_plan") for index in unused]
        return tuple(sorted(out, key=lambda reason: reason.id))
    rows = np.flatnonzero(~plan.members)
    if len(rows):
        codes = _codes(instance, rows, plan, found.best)
        in_rupiah = Prices.of(found.best.prices.flat() * found.unit, instance)
        prices = _paying_prices(instance, rows, in_rupiah).tolist()
        for index, code, price in zip(rows.tolist(), codes, prices, strict=True):
            pays = price if code in ("price", "cap") and price >= 0 else None
            out.append(Reason(instance.ids[index], code, price=pays))
    return tuple(sorted(out, key=lambda reason: reason.id))


def _codes(instance: Instance, rows: Whole, plan: WholePlan, best: BestPrices) -> list[str]:
    reduced = best.judgement.reduced[rows]
    is_open = best.judgement.hub_open[instance.hub[rows]]
    conditions = [
        could_stand_in(instance, plan)[rows],
        reduced - best.prices.member >= 0,
        reduced >= 0,
        ~is_open,
    ]
    # What is left would pay by itself: it does not fit into the members that do together.
    codes: list[str] = np.select(conditions, ["line", "price", "cap", "hub"], "mix").tolist()
    return codes


def _paying_prices(instance: Instance, rows: Whole, prices: Prices) -> Whole:
    """Return the highest price at which each offer's reduced cost is not above 0, or -1.

    A reduced cost rises with the price, ever more slowly: a tangent reaches 0 no later than it, so
    that the steps from tangent to tangent, and by one rupiah where a tangent says no more, end at
    the highest.
    """
    price = instance.price[rows].copy()
    left = np.arange(len(rows))
    is_first = True
    while len(left):
        at = price[left]
        reduced, pieces = reduced_costs(instance, prices, rows[left], at)
        step = np.floor(-reduced / np.maximum(pieces, 1)).astype(np.int64)
        if is_first:
            # From above the first tangent leads below it.
            price[left] = np.maximum(at + np.minimum(step, 0), -1)
            left = left[step < 0]
            is_first = False
            continue
        next_at = at + np.maximum(step, 1)
        beyond = reduced_costs(instance, prices, rows[left], next_at)[0] > 0
        price[left] = np.where(beyond, at, next_at)
        left = left[~beyond]
    return price

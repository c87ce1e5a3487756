"""Explain why an offer is not in the plan: what it met first, and the price at which it would pay.

Judged by the prices of the proof: a piece of each delivery, a place under the member cap and a
hub each have one.
"""

import numpy as np

from supply.allocation.instance import Flags, Instance, Whole, exclusion
from supply.allocation.lagrangian import Prices, reduced_costs
from supply.allocation.plan import Reason
from supply.allocation.prices import BestPrices
from supply.allocation.problem import Problem
from supply.allocation.search import Found


def reasons(
    problem: Problem, instance: Instance, members: Flags, found: Found | None
) -> tuple[Reason, ...]:
    """Return a reason for every offer that is not used, in order of id."""
    out = [
        Reason(offer.id, out_by.code, out_by.figure or None)
        for offer in problem.offers
        if (out_by := exclusion(offer, problem)) is not None
    ]
    rows = np.flatnonzero(~members)
    if found is None or found.best is None:
        out += [Reason(instance.ids[index], "line") for index in rows.tolist()]
    elif len(rows):
        codes = _codes(instance, rows, found.best)
        in_rupiah = Prices.of(found.best.prices.flat() * found.unit, instance)
        prices = _paying_prices(instance, rows, in_rupiah).tolist()
        for index, code, price in zip(rows.tolist(), codes, prices, strict=True):
            pays = price if code in ("price", "cap") and price >= 0 else None
            out.append(Reason(instance.ids[index], code, price=pays))
    return tuple(sorted(out, key=lambda reason: reason.id))


def _codes(instance: Instance, rows: Whole, best: BestPrices) -> list[str]:
    reduced = best.judgement.reduced[rows]
    is_open = best.judgement.hub_open[instance.hub[rows]]
    conditions = [reduced - best.prices.member >= 0, reduced >= 0, ~is_open]
    codes: list[str] = np.select(conditions, ["price", "cap", "hub"], "line").tolist()
    return codes


def _paying_prices(instance: Instance, rows: Whole, prices: Prices) -> Whole:
    """Return the highest price at which each offer's reduced cost is not above 0, or -1.

    A lower price never makes an offer dearer, so the price is found by halving.
    """
    low = np.full(len(rows), -1, dtype=np.int64)
    high = instance.price[rows].copy()
    while (low < high).any():
        middle = (low + high + 1) // 2
        pays = reduced_costs(instance, prices, rows, middle) <= 0
        low = np.where(pays, middle, low)
        high = np.where(pays, high, middle - 1)
    return low

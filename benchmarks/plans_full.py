"""The whole model of an order as stated: every offer, every week, nothing settled in advance.

The same model as `tests/supply/allocation/full_highs.py`, laid out in arrays so that ten thousand
offers are passed quickly; only its solution is timed.
"""

from typing import Final

import numpy as np

from supply.allocation.instance import Real, Whole
from supply.allocation.problem import Offer, Problem
from supply.allocation.solver import INFINITE, Programme, SolverStatus

# What HiGHS may take, in seconds; a slower run is reported as at least that.
PATIENCE: Final = 240.0


def solve_whole(problem: Problem, *, gap: float) -> bool:
    """Solve to this gap with one thread; tell whether it finished within its time limit."""
    return whole_model(problem).solve(seconds=PATIENCE, gap=gap).outcome is SolverStatus.OPTIMAL


def whole_model(problem: Problem) -> Programme:
    """Return the model: pieces of each offer and week, use of each offer, opening of each hub."""
    model, offers, weeks = Programme(), problem.offers, problem.weeks
    count = len(offers)
    capacity = np.array([row.weekly_capacity for row in offers], dtype=np.float64)
    price = np.array([row.unit_price for row in offers], dtype=np.float64)
    pieces = model.add_columns(np.repeat(price, weeks), np.zeros(count * weeks), capacity.ravel())
    may = np.array([_may_be_used(row, problem) for row in offers], dtype=np.float64)
    onboarding = np.array([row.onboarding_cost for row in offers], dtype=np.float64)
    use = model.add_columns(onboarding, np.zeros(count), may, whole=True)
    opening = np.array([hub.opening_cost for hub in problem.hubs], dtype=np.float64)
    hubs = model.add_columns(opening, np.zeros(len(opening)), np.ones(len(opening)), whole=True)
    _tie_to_use(model, problem, capacity, pieces, use)
    place = {hub.id: index for index, hub in enumerate(problem.hubs)}
    own = hubs[[place[row.hub] for row in offers]]
    index = np.arange(count)
    model.add_rows(
        np.full(count, -INFINITE), np.zeros(count), [(index, use, 1.0), (index, own, -1.0)]
    )
    for week, demand in problem.demands():
        made = pieces.reshape(count, weeks)[:, :week].ravel()
        zero = np.zeros(len(made), dtype=np.int64)
        model.add_rows(np.array([demand]), np.array([INFINITE]), [(zero, made, 1.0)])
    if problem.max_members is not None:
        zero = np.zeros(count, dtype=np.int64)
        model.add_rows(np.array([-INFINITE]), np.array([problem.max_members]), [(zero, use, 1.0)])
    return model


def _tie_to_use(
    model: Programme, problem: Problem, capacity: Real, pieces: Whole, use: Whole
) -> None:
    """Hold each week's pieces within the capacity of a used offer, and their sum above its lot."""
    count, weeks = capacity.shape
    cells, index = np.arange(count * weeks), np.arange(count)
    model.add_rows(
        np.full(count * weeks, -INFINITE),
        np.zeros(count * weeks),
        [(cells, pieces, 1.0), (cells, np.repeat(use, weeks), -capacity.ravel())],
    )
    lot = np.array([max(1, row.min_lot) for row in problem.offers], dtype=np.float64)
    model.add_rows(
        np.zeros(count),
        np.full(count, INFINITE),
        [(np.repeat(index, weeks), pieces, 1.0), (index, use, -lot)],
    )


def _may_be_used(offer: Offer, problem: Problem) -> bool:
    return problem.min_grade is None or offer.grade >= problem.min_grade

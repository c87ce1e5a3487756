"""Find the smallest change of each single field that makes an order feasible, by solving again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from supply.allocation.feasibility import can_be_made, feasibility
from supply.allocation.instance import exclusion, instance_of, usable_offers
from supply.allocation.plan import Remedy
from supply.allocation.problem import Lock, Offer, Problem
from supply.allocation.search import WorkLimits, search

# The largest changes that are tried: half a year, and twice the capacity.
_MOST_WEEKS: Final = 26
_MOST_CAPACITY_PERCENT: Final = 100
_PERCENT: Final = 100
_PER_MILLE: Final = 1000


@dataclass(frozen=True)
class _Change:
    """One field changed by a number of steps; more steps never make it harder."""

    kind: str
    most: int
    apply: Callable[[int], tuple[Problem, Mapping[str, int | str]]]


def remedies(problem: Problem, limits: WorkLimits) -> tuple[Remedy, ...]:
    """Return the smallest change of each kind that by itself makes the order feasible."""
    found = (_smallest(change, limits) for change in _changes(problem))
    return tuple(remedy for remedy in found if remedy is not None)


def is_possible(problem: Problem, limits: WorkLimits) -> bool:
    """Tell whether a plan that makes every piece was found."""
    if has_impossible_lock(problem):
        return False
    return can_be_made(instance_of(problem, usable_offers(problem)), limits)


def has_impossible_lock(problem: Problem) -> bool:
    """Tell whether an offer that has to be used cannot be."""
    return any(offer.lock is Lock.IN and exclusion(offer, problem) for offer in problem.offers)


def _smallest(change: _Change, limits: WorkLimits) -> Remedy | None:
    """Find the smallest number of steps: doubling up to one that works, then halving."""
    if change.most < 1 or limits.seconds_left() <= 0:
        return None
    low, high = 0, 1
    while not is_possible(change.apply(min(high, change.most))[0], limits):
        if high >= change.most:
            return None
        low, high = high, 2 * high
    high = min(high, change.most)
    while high - low > 1:
        middle = (low + high) // 2
        if is_possible(change.apply(middle)[0], limits):
            high = middle
        else:
            low = middle
    problem, fields = change.apply(high)
    cost = least_cost(problem, limits)
    return None if cost is None else Remedy(change.kind, fields, cost)


def least_cost(problem: Problem, limits: WorkLimits) -> int | None:
    """Return the cost of the best plan that was found, in rupiah; None without one."""
    instance = instance_of(problem, usable_offers(problem))
    found = search(instance, limits, feasibility(instance, limits).plan)
    return None if found.plan is None else found.plan.cost


def _changes(problem: Problem) -> Iterator[_Change]:
    yield _Change("weeks", _MOST_WEEKS, lambda steps: _later(problem, steps))
    if problem.max_members is not None:
        most = len(problem.offers) - problem.max_members
        yield _Change("members", most, lambda steps: _more_members(problem, steps))
    if problem.max_share is not None:
        most = int((1 - problem.max_share) * _PERCENT) + 1
        yield _Change("share", most, lambda steps: _larger_share(problem, steps))
    if problem.min_grade is not None:
        lower = sorted({row.grade for row in problem.offers if row.grade < problem.min_grade})
        yield _Change("grade", len(lower), lambda steps: _lower_grade(problem, lower, steps))
    if problem.buffer > 0:
        most = int(problem.buffer * _PER_MILLE)
        yield _Change("buffer", max(most, 1), lambda steps: _less_buffer(problem, steps))
    yield _Change("capacity", _MOST_CAPACITY_PERCENT, lambda steps: _more_capacity(problem, steps))


def _later(problem: Problem, steps: int) -> tuple[Problem, Mapping[str, int | str]]:
    """Move the end and every delivery; in the new weeks each member makes its usual week's pieces.

    The usual week is the mean of the weeks that it offered, rounded down.
    """
    offers = tuple(
        replace(row, weekly_capacity=(*row.weekly_capacity, *[_usual(row)] * steps))
        for row in problem.offers
    )
    kept = tuple(replace(row, weekly=(*row.weekly, *[0] * steps)) for row in problem.kept)
    deliveries = tuple(replace(row, week=row.week + steps) for row in problem.deliveries)
    weeks = problem.weeks + steps
    changed = replace(problem, weeks=weeks, offers=offers, deliveries=deliveries, kept=kept)
    return changed, {"weeks": weeks}


def _usual(offer: Offer) -> int:
    return sum(offer.weekly_capacity) // len(offer.weekly_capacity)


def _more_members(problem: Problem, steps: int) -> tuple[Problem, Mapping[str, int | str]]:
    members = (problem.max_members or 0) + steps
    return replace(problem, max_members=members), {"max_members": members}


def _larger_share(problem: Problem, steps: int) -> tuple[Problem, Mapping[str, int | str]]:
    share = min(Decimal(1), (problem.max_share or Decimal(0)) + Decimal(steps) / _PERCENT)
    return replace(problem, max_share=share), {"max_share": _text(share)}


def _lower_grade(
    problem: Problem, lower: list[int], steps: int
) -> tuple[Problem, Mapping[str, int | str]]:
    grade = lower[-steps]
    return replace(problem, min_grade=grade), {"min_grade": grade}


def _less_buffer(problem: Problem, steps: int) -> tuple[Problem, Mapping[str, int | str]]:
    buffer = max(Decimal(0), problem.buffer - Decimal(steps) / _PER_MILLE)
    return replace(problem, buffer=buffer), {"buffer": _text(buffer)}


def _more_capacity(problem: Problem, steps: int) -> tuple[Problem, Mapping[str, int | str]]:
    offers = tuple(
        replace(
            row,
            weekly_capacity=tuple(
                pieces * (_PERCENT + steps) // _PERCENT for pieces in row.weekly_capacity
            ),
        )
        for row in problem.offers
    )
    return replace(problem, offers=offers), {"capacity_more": _text(Decimal(steps) / _PERCENT)}


def _text(number: Decimal) -> str:
    return f"{number.normalize():f}"

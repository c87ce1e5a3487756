"""Find out, by solving again, how many machines or trainings cover how many missing pieces."""

from dataclasses import replace

from supply.allocation.feasibility import can_be_made, feasibility
from supply.allocation.instance import Instance, exclusion, instance_of, usable_offers
from supply.allocation.plan import MeasureEffect
from supply.allocation.problem import Measure, Offer, Problem
from supply.allocation.remedies import has_impossible_lock, least_cost
from supply.allocation.search import WorkLimits

# What more capacity may remedy.
_MENDED = frozenset({"no_capacity", "lot_above_capacity"})


def helps(
    problem: Problem, members: frozenset[str], missing: int, limits: WorkLimits
) -> tuple[MeasureEffect, ...]:
    """Return what each measure covers of the missing pieces.

    `members`, those of the plan that misses the fewest, are given one first.
    """
    return tuple(_help(problem, measure, members, missing, limits) for measure in problem.measures)


def _help(
    problem: Problem,
    measure: Measure,
    members: frozenset[str],
    missing: int,
    limits: WorkLimits,
) -> MeasureEffect:
    able = _able(problem, measure, members)[: measure.most]
    nothing = MeasureEffect(measure.id, 0, (), 0, 0, None)
    if measure.from_week > problem.weeks or not able:
        return nothing
    untried = replace(nothing, is_tried=False)
    if limits.seconds_left() <= 0:
        return untried
    left = _missing(_with(problem, measure, able), limits)
    if left is None:
        return untried
    if left >= missing:
        return nothing
    low, high = 0, len(able)
    while high - low > 1 and limits.seconds_left() > 0:
        middle = (low + high) // 2
        part = _missing(_with(problem, measure, able[:middle]), limits, enough=left)
        low, high = (low, middle) if part is not None and part <= left else (middle, high)
    given = able[:high]
    cost = least_cost(_with(problem, measure, given), limits) if left == 0 else None
    return MeasureEffect(measure.id, high, tuple(given), missing - left, high * measure.cost, cost)


def _able(problem: Problem, measure: Measure, members: frozenset[str]) -> list[str]:
    """Return who could have one: members of the plan first, then by id."""
    offers = {row.id: row for row in problem.offers}
    able = [name for name in measure.members if name in offers and _may_use(offers[name], problem)]
    return sorted(able, key=lambda name: (name not in members, name))


def _may_use(offer: Offer, problem: Problem) -> bool:
    out_by = exclusion(offer, problem)
    return out_by is None or out_by.code in _MENDED


def _with(problem: Problem, measure: Measure, given: list[str]) -> Problem:
    """Return the order in which these members have one each."""
    names = frozenset(given)
    offers = tuple(
        replace(
            row,
            weekly_capacity=tuple(
                pieces + (measure.pieces if week >= measure.from_week else 0)
                for week, pieces in enumerate(row.weekly_capacity, start=1)
            ),
        )
        if row.id in names
        else row
        for row in problem.offers
    )
    return replace(problem, offers=offers)


def _missing(problem: Problem, limits: WorkLimits, *, enough: int = 0) -> int | None:
    """Return the fewest missing pieces, or `enough` if that many is reached; None if unknown."""
    if has_impossible_lock(problem):
        return None
    instance: Instance = instance_of(problem, usable_offers(problem))
    if can_be_made(instance.with_fewer(instance.demand.clip(max=enough)), limits):
        return enough
    nearest = feasibility(instance, limits).nearest
    return None if nearest is None else nearest.missing

"""Find out, by solving again within the same limits, whether a plan could end a week earlier."""

from collections.abc import Iterable
from dataclasses import replace

from supply.allocation.feasibility import feasibility
from supply.allocation.instance import instance_of, usable_offers
from supply.allocation.plan import Allocation, EarlierFinish
from supply.allocation.problem import Problem
from supply.allocation.remedies import has_impossible_lock
from supply.allocation.search import WorkLimits


def earlier(
    problem: Problem, rows: Iterable[Allocation], limits: WorkLimits
) -> EarlierFinish | None:
    """Return what is known of plans that make nothing from this one's last week on.

    None for a plan that makes nothing.
    """
    made = [*(row.weekly for row in rows), *(row.weekly for row in problem.kept)]
    used = {week for weekly in made for week, pieces in enumerate(weekly, start=1) if pieces}
    week = max(used, default=0)
    if week == 0:
        return None
    if any(any(row.weekly[week - 1 :]) for row in problem.kept):
        return EarlierFinish(week, is_possible=False, is_kept=True)
    shorter = _until(problem, week)
    if has_impossible_lock(shorter):
        return EarlierFinish(week, is_possible=False)
    found = feasibility(instance_of(shorter, usable_offers(shorter)), limits)
    if found.plan is not None:
        return EarlierFinish(week, is_possible=True)
    if found.has_no_members or found.proven_missing > 0:
        return EarlierFinish(week, is_possible=False, missing=found.proven_missing)
    return EarlierFinish(week, is_possible=None)


def _until(problem: Problem, week: int) -> Problem:
    """Return the order in which nobody makes anything from this week on."""
    offers = tuple(
        replace(
            row,
            weekly_capacity=tuple(
                pieces if place < week else 0
                for place, pieces in enumerate(row.weekly_capacity, start=1)
            ),
        )
        for row in problem.offers
    )
    return replace(problem, offers=offers)

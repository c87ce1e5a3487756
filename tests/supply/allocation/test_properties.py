"""What holds of every plan, whatever the problem."""

import json
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from supply.allocation.answer import as_data, read_plan
from supply.allocation.engine import make_plan, repair
from supply.allocation.fairness import priorities
from supply.allocation.instance import instance_of, usable_offers
from supply.allocation.plan import Plan, Status
from supply.allocation.problem import Kept, Line, Lock, Measure, Problem
from supply.allocation.reading import as_data as problem_data
from supply.allocation.reading import read_own, read_problem
from tests.supply.allocation.checker import faults_of
from tests.supply.allocation.instances import SHAPES, draw

_SOLVED = (Status.OPTIMAL, Status.FEASIBLE)
problems = st.builds(draw, st.sampled_from(SHAPES), st.integers(1_000, 9_999))
# Five fixed examples; `--exhaustive` draws many new ones, and makes small what fails.
few = settings.get_profile("plans")


@few
@given(problems, st.integers())
def test_plan_is_the_same_whatever_the_order_of_offers(data: dict[str, Any], seed: int) -> None:
    problem = read_problem(data)
    offers, hubs = list(problem.offers), list(problem.hubs)
    Random(seed).shuffle(offers)
    Random(seed).shuffle(hubs)

    mixed = make_plan(replace(problem, offers=tuple(offers), hubs=tuple(hubs)))

    assert mixed == make_plan(problem)


@few
@given(problems)
def test_plan_keeps_every_rule(data: dict[str, Any]) -> None:
    assert faults_of(data, as_data(make_plan(read_problem(data)))) == []


@few
@given(problems)
def test_bound_with_more_capacity_is_not_above_the_cost_with_less(data: dict[str, Any]) -> None:
    problem = read_problem(data)
    more = tuple(
        replace(row, weekly_capacity=tuple(pieces + 5 for pieces in row.weekly_capacity))
        for row in problem.offers
    )

    small, large = make_plan(problem), make_plan(replace(problem, offers=more))

    if small.status in _SOLVED:
        assert large.status in _SOLVED
        assert large.lower_bound <= small.total_cost


@few
@given(problems)
def test_locks_are_kept(data: dict[str, Any]) -> None:
    problem = read_problem(data)
    plan = make_plan(problem)
    used = {row.id for row in plan.allocations}
    if not used or plan.status not in _SOLVED:
        return
    first = min(used)
    without = make_plan(_locked(problem, first, Lock.OUT))
    again = make_plan(_locked(problem, first, Lock.IN))

    assert first not in {row.id for row in without.allocations}
    assert first in {row.id for row in again.allocations}
    assert again.total_cost == plan.total_cost


def _locked(problem: Problem, name: str, lock: Lock) -> Problem:
    offers = tuple(replace(row, lock=lock) if row.id == name else row for row in problem.offers)
    return replace(problem, offers=offers)


@few
@given(problems)
def test_every_offer_is_used_or_has_a_reason(data: dict[str, Any]) -> None:
    plan = make_plan(read_problem(data))

    used = [row.id for row in plan.allocations]
    explained = [row.id for row in plan.reasons]

    assert sorted(used + explained) == sorted(row["id"] for row in data["offers"])


@few
@given(problems, st.integers(1, 4))
def test_repair_keeps_what_was_accepted(data: dict[str, Any], declined: int) -> None:
    problem = read_problem(data)
    plan = make_plan(problem)
    if plan.status not in _SOLVED or len(plan.allocations) <= declined:
        return
    gone = {row.id for row in plan.allocations[:declined]}

    again = repair(_after_declines(problem, plan, gone))

    accepted = [row for row in plan.allocations if row.id not in gone]
    made = sum(row.quantity for row in accepted) + sum(row.quantity for row in again.allocations)
    assert not {row.id for row in again.allocations} & {row.id for row in plan.allocations}
    if again.status in _SOLVED:
        assert made >= problem.target
    else:
        assert again.shortfall > 0


def _after_declines(problem: Problem, plan: Plan, gone: set[str]) -> Problem:
    """Keep what the others accepted; whoever declined is not asked again."""
    offers = {row.id: row for row in problem.offers}
    accepted = [row for row in plan.allocations if row.id not in gone]
    names = {row.id for row in plan.allocations}
    return replace(
        problem,
        offers=tuple(row for row in problem.offers if row.id not in names),
        kept=tuple(
            Kept(row.id, row.weekly, offers[row.id].hub, offers[row.id].groups) for row in accepted
        ),
    )


@few
@given(problems, st.integers(0, 10_000))
def test_nobody_stands_in_for_an_equal_who_comes_earlier(data: dict[str, Any], lot: int) -> None:
    problem = replace(read_problem(data), lot_seed=f"order {lot}")
    plan = make_plan(problem)
    if plan.status not in _SOLVED:
        return
    instance = instance_of(problem, usable_offers(problem))
    places = dict(zip(instance.ids, priorities(problem, instance).tolist(), strict=True))
    offers = {row.id: row for row in problem.offers}
    used = {row.id: row for row in plan.allocations}

    envious = [
        (name, other)
        for name, row in used.items()
        for other in places.keys() - used.keys()
        if places[other] < places[name]
        and _costs(offers[other]) == _costs(offers[name])
        and offers[other].lock is offers[name].lock
        and all(a <= b for a, b in zip(row.weekly, offers[other].weekly_capacity, strict=True))
        and offers[other].min_lot <= row.quantity
    ]

    assert envious == []


def _costs(offer: Any) -> tuple[object, ...]:
    return (offer.unit_price, offer.onboarding_cost, offer.hub, sorted(offer.groups))


@few
@given(problems)
def test_problem_and_plan_survive_the_way_to_another_process(data: dict[str, Any]) -> None:
    problem = replace(
        read_problem(data), line={"m00": Line(last_order=3, is_asked=True)}, lot_seed="P-1"
    )
    problem = replace(problem, measures=(Measure("1", ("m00",), 5, 1, 9, 2),))
    plan = make_plan(problem)

    assert read_own(json.loads(json.dumps(problem_data(problem)))) == problem
    assert read_plan(as_data(plan)) == plan

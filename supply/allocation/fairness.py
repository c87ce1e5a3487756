"""Decide between plans of equal cost by an order of members that anyone can verify.

First is whoever is asked already, then whoever has waited longest for an order, then a lot drawn
from the number of the order. Up to the size that is searched until the plan is the best, the fewest
changes among those who are asked are a second objective, and the sum of pieces times place in that
order a third. Among any number of offers nobody takes the place of an equal who comes earlier and
could make the same pieces at the same cost.
"""

from hashlib import sha256
from typing import Final

import numpy as np

from supply.allocation.instance import Flags, Instance, Real, Whole
from supply.allocation.milp import SecondObjective, choose_members
from supply.allocation.pieces import WholePlan, whole_plan
from supply.allocation.problem import Line, Problem
from supply.allocation.search import WorkLimits

_NODES: Final = 200
# Members of each kind that an equal left out is compared with.
_COMPARED: Final = 50


def priorities(problem: Problem, instance: Instance) -> Whole:
    """Return the place of each offer in the order of members; 0 comes first."""
    nobody = Line()
    keys = [
        (problem.line.get(name, nobody).key, _lot(problem.lot_seed, name)) for name in instance.ids
    ]
    places = np.empty(instance.size, dtype=np.int64)
    places[sorted(range(instance.size), key=keys.__getitem__)] = np.arange(instance.size)
    return places


def asked_already(problem: Problem, instance: Instance) -> Flags:
    """Tell of each offer whether its member is asked already: it holds a letter of the order."""
    nobody = Line()
    return np.array([problem.line.get(name, nobody).is_asked for name in instance.ids], np.bool_)


def _lot(seed: str, name: str) -> bytes:
    """Draw the lot of an offer: anyone can draw it again from the number of the order."""
    return sha256(f"{seed}\n{name}".encode()).digest()


def settle_ties(
    instance: Instance, plan: WholePlan, places: Whole, asked: Flags, limits: WorkLimits
) -> WholePlan:
    """Return a plan that costs no more, changes the fewest, and goes to the first in line."""
    if instance.size > limits.exact:
        return _exchange(instance, _pieces_in_line(instance, plan, places), places)
    plan = _fewest_changes(instance, plan, asked, limits)
    best = _better_members(instance, _pieces_in_line(instance, plan, places), places, asked, limits)
    return _exchange(instance, best, places)


def _changes(members: Flags, asked: Flags) -> int:
    """Count who is asked and left out, and who is newly asked."""
    return int((members != asked).sum())


def _fewest_changes(
    instance: Instance, plan: WholePlan, asked: Flags, limits: WorkLimits
) -> WholePlan:
    """Search, as a second objective, members of the same cost of whom most are asked already."""
    if not asked.any() or (plan.members == asked).all():
        return plan
    choice = choose_members(
        instance,
        settled=np.zeros(instance.size, dtype=np.bool_),
        candidates=np.ones(instance.size, dtype=np.bool_),
        nodes=_NODES,
        seconds=limits.seconds_left(),
        start=(plan.members, plan.pieces),
        ceiling=plan.cost,
        second=SecondObjective(piece=np.zeros(instance.size), member=np.where(asked, -1.0, 1.0)),
    )
    if choice.members is None or _changes(choice.members, asked) >= _changes(plan.members, asked):
        return plan
    other = whole_plan(instance, choice.members)
    return plan if other is None or other.cost > plan.cost else other


def _kinds(instance: Instance) -> Whole:
    """Return a number for what makes offers equal in cost: price, onboarding, hub, lock, groups."""
    columns = [instance.price, instance.onboarding, instance.hub, instance.locked]
    rows = np.column_stack([*columns, *instance.group.T])
    order = np.lexsort(rows.T)
    differs = (np.diff(rows[order], axis=0) != 0).any(axis=1)
    kinds = np.zeros(instance.size, dtype=np.int64)
    kinds[order[1:]] = np.cumsum(differs)
    return kinds


def _equals_outside(kinds: Whole, members: Flags) -> Flags:
    equals: Flags = np.isin(kinds, kinds[members]) & ~members
    return equals


def _score(plan: WholePlan, places: Whole) -> int:
    return int(plan.pieces.sum(axis=1) @ places)


def _weights(places: Whole) -> Real:
    return places / max(1, len(places))


def _pieces_in_line(instance: Instance, plan: WholePlan, places: Whole) -> WholePlan:
    """Share the pieces among the same members so that the first in line make most."""
    other = whole_plan(instance, plan.members, line=_weights(places))
    if other is None or other.cost > plan.cost or _score(other, places) >= _score(plan, places):
        return plan
    return other


def _better_members(
    instance: Instance, plan: WholePlan, places: Whole, asked: Flags, limits: WorkLimits
) -> WholePlan:
    """Search, as a last objective, members of the same cost who come earlier in line.

    Among those who are asked already nothing changes more than it has to.
    """
    equals = _equals_outside(_kinds(instance), plan.members)
    choice = choose_members(
        instance,
        settled=np.zeros(instance.size, dtype=np.bool_),
        candidates=plan.members | equals,
        nodes=_NODES,
        seconds=limits.seconds_left(),
        start=(plan.members, plan.pieces),
        ceiling=plan.cost,
        second=SecondObjective(
            piece=_weights(places),
            member=np.zeros(instance.size),
            kept=asked,
            changes=_changes(plan.members, asked) if asked.any() else None,
        ),
    )
    if choice.members is None:
        return plan
    if asked.any() and _changes(choice.members, asked) > _changes(plan.members, asked):
        return plan
    other = whole_plan(instance, choice.members)
    if other is None or other.cost > plan.cost:
        return plan
    other = _pieces_in_line(instance, other, places)
    return other if _score(other, places) < _score(plan, places) else plan


def _exchange(instance: Instance, plan: WholePlan, places: Whole) -> WholePlan:
    """Replace members by equals who come earlier, until no such replacement is left."""
    of_all = _kinds(instance)
    kinds = of_all.tolist()
    waiting: dict[int, list[int]] = {}
    for index in np.flatnonzero(_equals_outside(of_all, plan.members)).tolist():
        waiting.setdefault(kinds[index], []).append(index)
    for row in waiting.values():
        row.sort(key=places.__getitem__)
    members, pieces = plan.members.copy(), plan.pieces.copy()
    # The last in line give way first.
    for member in sorted(np.flatnonzero(members).tolist(), key=lambda index: -int(places[index])):
        for other in waiting.get(kinds[member], []):
            if places[other] > places[member]:
                break
            if not members[other] and _can_make(instance, other, pieces[member]):
                pieces[other], pieces[member] = pieces[member].copy(), 0
                members[other], members[member] = True, False
                break
    return WholePlan(members, pieces, plan.cost, plan.missing)


def could_stand_in(instance: Instance, plan: WholePlan) -> Flags:
    """Tell of each offer whether it equals a member in cost and could make the same pieces.

    Compared with the members of its kind that make least, up to a few.
    """
    kinds = _kinds(instance)
    equals = _equals_outside(kinds, plan.members)
    by_kind: dict[int, list[int]] = {}
    least_first = np.argsort(plan.pieces.sum(axis=1), kind="stable")
    for member in least_first[plan.members[least_first]].tolist():
        by_kind.setdefault(int(kinds[member]), []).append(member)
    could = np.zeros(instance.size, dtype=np.bool_)
    for kind, members in by_kind.items():
        rows = np.flatnonzero(equals & (kinds == kind)) if equals.any() else np.zeros(0, np.int64)
        for member in members[: _COMPARED if len(rows) else 0]:
            total = int(plan.pieces[member].sum())
            fits = (plan.pieces[member] <= instance.capacity[rows]).all(axis=1)
            could[rows] |= fits & (instance.lot[rows] <= total) & (total <= instance.limit[rows])
    return could


def _can_make(instance: Instance, offer: int, pieces: Whole) -> bool:
    total = int(pieces.sum())
    fits = (pieces <= instance.capacity[offer]).all()
    return bool(fits and instance.lot[offer] <= total <= instance.limit[offer])

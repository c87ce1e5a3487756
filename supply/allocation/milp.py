"""Choose members and hubs by branch and bound among some of the offers; the others are settled."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from supply.allocation.instance import Flags, Instance, Real, Whole
from supply.allocation.solver import INFINITE, Programme, SolverStatus

# A solver's 0 and 1 are near 0 and 1.
_HALF: Final = 0.5


@dataclass(frozen=True)
class Choice:
    """Members chosen, or None where none was found; `bound` holds for all choices of this model."""

    outcome: SolverStatus
    members: Flags | None
    bound: float


@dataclass(frozen=True)
class SecondObjective:
    """What is minimised among plans of one cost: a cost of each offer's piece and of its use.

    Of those `kept` at most `changes` are left out or joined by others; None for any number.
    """

    piece: Real  # n
    member: Real  # n
    kept: Flags | None = None
    changes: int | None = None


@dataclass(frozen=True)
class _Columns:
    pieces: Whole  # rows x K
    use: Whole  # rows
    hub: Whole  # H
    missing: Whole  # 0 or 1


def choose_members(
    instance: Instance,
    *,
    settled: Flags,
    candidates: Flags,
    nodes: int | None,
    seconds: float | None,
    gap: float = 0.0,
    start: tuple[Flags, Whole] | None = None,
    ceiling: int | None = None,
    second: SecondObjective | None = None,
) -> Choice:
    """Return the choice of least cost: the settled offers are members, the candidates may be.

    `start` is a plan to begin from: members and their pieces. A `second` objective is minimised
    among plans that cost at most `ceiling` rupiah.
    """
    rows = np.flatnonzero(settled | candidates)
    model = Programme()
    columns = _add_columns(model, instance, rows, settled, second)
    _add_demand(model, instance, columns)
    _add_offers(model, instance, rows, columns)
    _add_groups(model, instance, rows, columns)
    _add_hubs(model, instance, rows, columns)
    if ceiling is not None:
        _add_ceiling(model, instance, rows, columns, ceiling)
    if second is not None:
        _add_changes(model, rows, columns, second)
    point = None if start is None else _point(instance, rows, columns, start)
    solved = model.solve(nodes=nodes, seconds=seconds, gap=gap, start=point)
    members = None
    if solved.values is not None:
        members = np.zeros(instance.size, dtype=np.bool_)
        members[rows] = solved.values[columns.use] > _HALF
    return Choice(solved.outcome, members, solved.bound)


def _add_columns(
    model: Programme,
    instance: Instance,
    rows: Whole,
    settled: Flags,
    second: SecondObjective | None,
) -> _Columns:
    price = instance.price[rows] if second is None else second.piece[rows]
    onboarding = instance.onboarding[rows] if second is None else second.member[rows]
    hub_cost = instance.hub_cost if second is None else np.zeros(len(instance.hub_cost))
    periods = len(instance.demand)
    capacity = instance.capacity[rows].astype(np.float64)
    pieces = model.add_columns(
        np.repeat(price.astype(np.float64), periods), np.zeros(capacity.size), capacity.ravel()
    )
    fixed = (settled | instance.locked)[rows].astype(np.float64)
    use = model.add_columns(onboarding.astype(np.float64), fixed, np.ones(len(rows)), whole=True)
    needed = np.zeros(len(hub_cost))
    needed[instance.hub[rows[fixed > 0]]] = 1.0
    hub = model.add_columns(hub_cost.astype(np.float64), needed, np.ones(len(hub_cost)), whole=True)
    missing = np.zeros(0, dtype=np.int64)
    if instance.missing_cost is not None:
        most = np.array([float(instance.most_missing)])
        missing = model.add_columns(np.array([float(instance.missing_cost)]), np.zeros(1), most)
    return _Columns(pieces.reshape(len(rows), periods), use, hub, missing)


def _add_demand(model: Programme, instance: Instance, columns: _Columns) -> None:
    """Ask for the cumulative pieces: each period's row has the pieces of all periods up to it."""
    count, periods = columns.pieces.shape
    stock = model.add_columns(np.zeros(periods), np.zeros(periods), np.full(periods, INFINITE))
    # stock[k] = stock[k-1] + pieces of k: short rows instead of one for all periods so far.
    model.add_rows(
        np.zeros(periods),
        np.zeros(periods),
        [
            (np.tile(np.arange(periods), count), columns.pieces.ravel(), 1.0),
            (np.arange(periods), stock, -1.0),
            (np.arange(1, periods), stock[:-1], 1.0),
        ],
    )
    terms = [(np.arange(periods), stock, 1.0)]
    if len(columns.missing):
        terms.append((np.arange(periods), np.repeat(columns.missing, periods), 1.0))
    model.add_rows(instance.demand, np.full(periods, INFINITE), terms)


def _add_offers(model: Programme, instance: Instance, rows: Whole, columns: _Columns) -> None:
    """Tie each offer's pieces to its use: by period, in all, and by its minimum lot."""
    count, periods = columns.pieces.shape
    capacity = instance.capacity[rows].astype(np.float64)
    cells = np.arange(count * periods)
    model.add_rows(
        np.full(count * periods, -INFINITE),
        np.zeros(count * periods),
        [
            (cells, columns.pieces.ravel(), 1.0),
            (cells, np.repeat(columns.use, periods), -capacity.ravel()),
        ],
    )
    for binding, coefficient, is_most in (
        (instance.limit[rows] < capacity.sum(axis=1), instance.limit[rows], True),
        (instance.lot[rows] > 0, instance.lot[rows], False),
    ):
        bound = np.flatnonzero(binding)
        if len(bound):
            index = np.arange(len(bound))
            model.add_rows(
                np.full(len(bound), -INFINITE if is_most else 0.0),
                np.full(len(bound), 0.0 if is_most else INFINITE),
                [
                    (np.repeat(index, periods), columns.pieces[bound].ravel(), 1.0),
                    (index, columns.use[bound], -coefficient[bound].astype(np.float64)),
                ],
            )


def _add_groups(model: Programme, instance: Instance, rows: Whole, columns: _Columns) -> None:
    one = np.zeros(len(rows), dtype=np.int64)
    most = float(min(instance.member_cap, len(rows)))
    model.add_rows(np.array([instance.fewest_members]), np.array([most]), [(one, columns.use, 1.0)])
    for group, least in enumerate(instance.floor.tolist()):
        inside = columns.use[instance.group[rows, group] > 0]
        one = np.zeros(len(inside), dtype=np.int64)
        model.add_rows(np.array([least]), np.array([INFINITE]), [(one, inside, 1.0)])


def _add_hubs(model: Programme, instance: Instance, rows: Whole, columns: _Columns) -> None:
    """Open the hub of every member, and hold each week's pieces within its limit."""
    hub = instance.hub[rows]
    costly = np.flatnonzero(instance.hub_cost[hub] > 0)
    if len(costly):
        index = np.arange(len(costly))
        model.add_rows(
            np.full(len(costly), -INFINITE),
            np.zeros(len(costly)),
            [(index, columns.use[costly], 1.0), (index, columns.hub[hub[costly]], -1.0)],
        )
    if instance.hub_limit is None:
        return
    hubs, periods = instance.hub_limit.shape
    cells = (hub[:, None] * periods + np.arange(periods)[None, :]).ravel()
    model.add_rows(
        np.full(hubs * periods, -INFINITE),
        np.zeros(hubs * periods),
        [
            (cells, columns.pieces.ravel(), 1.0),
            (
                np.arange(hubs * periods),
                np.repeat(columns.hub, periods),
                -instance.hub_limit.ravel().astype(np.float64),
            ),
        ],
    )


def _add_ceiling(
    model: Programme, instance: Instance, rows: Whole, columns: _Columns, ceiling: int
) -> None:
    periods = columns.pieces.shape[1]
    zero = np.zeros(1, dtype=np.int64)
    model.add_rows(
        np.array([-INFINITE]),
        np.array([float(ceiling)]),
        [
            (zero, columns.pieces.ravel(), np.repeat(instance.price[rows], periods)),
            (zero, columns.use, instance.onboarding[rows]),
            (zero, columns.hub, instance.hub_cost),
        ],
    )


def _add_changes(model: Programme, rows: Whole, columns: _Columns, second: SecondObjective) -> None:
    """Hold the members who are left out, and those who join, within the changes allowed."""
    if second.kept is None or second.changes is None:
        return
    kept = second.kept[rows]
    most = second.changes - int(second.kept.sum())
    model.add_rows(
        np.array([-INFINITE]),
        np.array([float(most)]),
        [(np.zeros(len(rows), dtype=np.int64), columns.use, np.where(kept, -1.0, 1.0))],
    )


def _point(instance: Instance, rows: Whole, columns: _Columns, start: tuple[Flags, Whole]) -> Real:
    """Lay a plan out as a point of the model."""
    members, pieces = start
    made = pieces[rows].sum(axis=0)
    stock = np.cumsum(made)
    hub = np.zeros(len(instance.hub_cost))
    hub[instance.hub[members]] = 1.0
    parts = [pieces[rows].ravel(), members[rows].astype(np.float64), hub]
    if len(columns.missing):
        parts.append(np.array([float(max(0, int((instance.demand - stock).max(initial=0))))]))
    return np.concatenate([*parts, stock.astype(np.float64)])

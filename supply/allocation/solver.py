"""Run HiGHS: one thread, a fixed seed, work limited by counts, wall time only as a guard."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import highspy
import numpy as np

from supply.allocation.instance import Flags, Numbers, Real, Whole

INFINITE: Final = float(highspy.kHighsInf)
# Costs are whole rupiah: a plan less than half a rupiah above the bound is a best one.
_ABSOLUTE_GAP: Final = 0.4


class SolverStatus(StrEnum):
    """How a run of the solver ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    STOPPED_WORK = "work"
    STOPPED_TIME = "time"


@dataclass(frozen=True)
class Solved:
    """What the solver found: `values` None where it found no point; `bound` of the minimum."""

    outcome: SolverStatus
    values: Real | None
    bound: float


class Programme:
    """A linear programme that is built column by column and row by row, to be minimised."""

    def __init__(self) -> None:
        self._cost: list[Real] = []
        self._lower: list[Real] = []
        self._upper: list[Real] = []
        self._whole: list[Flags] = []
        self._columns = 0
        self._rows: list[tuple[Real, Real]] = []
        self._entries: list[tuple[Whole, Whole, Real]] = []
        self._row_count = 0

    def add_columns(
        self, cost: Numbers, lower: Numbers, upper: Numbers, *, whole: bool = False
    ) -> Whole:
        """Add columns and return their numbers."""
        count = len(cost)
        self._cost.append(np.asarray(cost, dtype=np.float64))
        self._lower.append(np.broadcast_to(np.asarray(lower, dtype=np.float64), (count,)))
        self._upper.append(np.broadcast_to(np.asarray(upper, dtype=np.float64), (count,)))
        self._whole.append(np.full(count, whole))
        first, self._columns = self._columns, self._columns + count
        return np.arange(first, self._columns)

    def add_rows(
        self, lower: Numbers, upper: Numbers, terms: Sequence[tuple[Any, Any, Any]]
    ) -> None:
        """Add rows; each term is (rows counted from 0 within these, columns, coefficients)."""
        count = len(lower)
        self._rows.append((np.asarray(lower, np.float64), np.asarray(upper, np.float64)))
        for rows, columns, values in terms:
            rows, columns = np.broadcast_arrays(np.asarray(rows), np.asarray(columns))
            values = np.broadcast_to(np.asarray(values, np.float64), rows.shape)
            self._entries.append((rows.ravel() + self._row_count, columns.ravel(), values.ravel()))
        self._row_count += count

    def solve(
        self,
        *,
        nodes: int | None = None,
        seconds: float | None = None,
        gap: float = 0.0,
        start: Real | None = None,
    ) -> Solved:
        """Minimise; `start` is a feasible point to begin from.

        Whole columns make it a branch and bound that ends after so many nodes.
        """
        highs = new_highs()
        highs.passModel(self._model())
        is_whole = any(bool(part.any()) for part in self._whole)
        if nodes is not None:
            highs.setOptionValue("mip_max_nodes", nodes)
        if seconds is not None:
            highs.setOptionValue("time_limit", max(seconds, 0.01))
        if is_whole:
            highs.setOptionValue("mip_rel_gap", gap)
            highs.setOptionValue("mip_abs_gap", _ABSOLUTE_GAP)
            if start is not None:
                solution = highspy.HighsSolution()
                solution.col_value = start.tolist()
                highs.setSolution(solution)
        highs.run()
        return _read(highs, is_whole=is_whole)

    def _model(self) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self._columns, self._row_count
        lp.col_cost_ = np.concatenate(self._cost)
        lp.col_lower_ = np.concatenate(self._lower)
        lp.col_upper_ = np.concatenate(self._upper)
        lp.row_lower_ = _joined([lower for lower, _ in self._rows])
        lp.row_upper_ = _joined([upper for _, upper in self._rows])
        rows = np.concatenate([part[0] for part in self._entries] or [np.zeros(0, np.int64)])
        columns = np.concatenate([part[1] for part in self._entries] or [np.zeros(0, np.int64)])
        values = _joined([part[2] for part in self._entries])
        order = np.lexsort((rows, columns))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        starts = np.zeros(self._columns + 1, dtype=np.int32)
        np.cumsum(np.bincount(columns, minlength=self._columns), out=starts[1:])
        lp.a_matrix_.start_ = starts
        lp.a_matrix_.index_ = rows[order].astype(np.int32)
        lp.a_matrix_.value_ = values[order]
        whole = np.concatenate(self._whole)
        if whole.any():
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            lp.integrality_ = [kinds[int(flag)] for flag in whole.tolist()]
        return lp


def new_highs() -> highspy.Highs:
    """Return a silent solver that gives the same answer to the same question."""
    highs: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
        highs.setOptionValue(option, value)
    return highs


def _joined(parts: Sequence[Real]) -> Real:
    return np.concatenate(parts) if parts else np.zeros(0)


def _read(highs: highspy.Highs, *, is_whole: bool) -> Solved:
    status, info = highs.getModelStatus(), highs.getInfo()
    kinds = highspy.HighsModelStatus
    if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        return Solved(SolverStatus.INFEASIBLE, None, INFINITE)
    outcome = {
        kinds.kOptimal: SolverStatus.OPTIMAL,
        kinds.kModelEmpty: SolverStatus.OPTIMAL,
        kinds.kTimeLimit: SolverStatus.STOPPED_TIME,
    }.get(status, SolverStatus.STOPPED_WORK)
    has_point = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    values = np.array(highs.getSolution().col_value) if has_point else None
    bound = info.mip_dual_bound if is_whole else info.objective_function_value
    return Solved(outcome, values, float(bound))

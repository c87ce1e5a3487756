"""Solve a whole problem by HiGHS at once: slow, simple, and without the planner's code."""

from typing import Any, Final

import highspy

from tests.supply.allocation.checker import capacity_of, demands_of, share_of

_ENDLESS: Final = highspy.kHighsInf


class FullModel:
    """One model with a use of each offer and hub and the pieces of each week.

    `demands` replaces the problem's own: pieces by the end of each week. `missing_in` names the
    weeks whose demand may be missed, None for all; `counts_members` makes them the cost.
    """

    def __init__(
        self,
        problem: dict[str, Any],
        *,
        allow_missing: bool,
        demands: dict[int, int] | None = None,
        missing_in: set[int] | None = None,
        counts_members: bool = False,
    ) -> None:
        self.problem = problem
        self.demands = demands_of(problem) if demands is None else demands
        self.missing_in = set(self.demands) if missing_in is None else missing_in
        self.counts_members = counts_members
        self.highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0)):
            self.highs.setOptionValue(option, value)
        self.highs.setOptionValue("mip_abs_gap", 0.4)
        cost = 0 if allow_missing or counts_members else 1
        self.hubs = {
            hub["id"]: self._column(cost * hub.get("opening_cost", 0), 1, whole=True)
            for hub in problem.get("hubs") or []
        }
        self.pieces: dict[str, list[int]] = {}
        self.uses: dict[str, int] = {}
        for offer in problem["offers"]:
            self._add_offer(offer, cost)
        self._add_shared(allow_missing=allow_missing)

    def least(self) -> int | None:
        """Return the least cost, or the fewest missing pieces; None where there is no plan."""
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return round(float(self.highs.getInfo().objective_function_value))

    def _column(self, cost: float, upper: float, *, whole: bool = False, lower: float = 0) -> int:
        number = self.highs.getNumCol()
        self.highs.addCol(cost, lower, upper, 0, [], [])
        if whole:
            self.highs.changeColIntegrality(number, highspy.HighsVarType.kInteger)
        return int(number)

    def _row(self, lower: float, upper: float, terms: dict[int, float]) -> None:
        self.highs.addRow(lower, upper, len(terms), list(terms), list(terms.values()))

    def _add_offer(self, offer: dict[str, Any], cost: int) -> None:
        problem, name = self.problem, offer["id"]
        capacity = capacity_of(problem, offer)
        grade = problem.get("min_grade")
        is_out = offer.get("lock") == "out" or (grade is not None and offer.get("grade", 0) < grade)
        share = share_of(problem)
        # A member that makes nothing is none.
        is_out = is_out or sum(capacity) == 0 or share == 0
        use = self._column(
            1 if self.counts_members else cost * offer.get("onboarding_cost", 0),
            0 if is_out else 1,
            whole=True,
            lower=1 if offer.get("lock") == "in" else 0,
        )
        made = [self._column(cost * offer["unit_price"], most) for most in capacity]
        self.uses[name], self.pieces[name] = use, made
        for column, most in zip(made, capacity, strict=True):
            self._row(-_ENDLESS, 0, {column: 1, use: -most})
        self._row(0, _ENDLESS, {**dict.fromkeys(made, 1.0), use: -max(1, offer.get("min_lot", 0))})
        if share is not None:
            self._row(-_ENDLESS, 0, {**dict.fromkeys(made, 1.0), use: -share})
        if offer.get("hub"):
            self._row(-_ENDLESS, 0, {use: 1, self.hubs[offer["hub"]]: -1})

    def _add_shared(self, *, allow_missing: bool) -> None:
        problem, terms = self.problem, {}
        missing = self._column(1, _ENDLESS) if allow_missing else None
        for week, pieces in self.demands.items():
            terms = {column: 1.0 for made in self.pieces.values() for column in made[:week]}
            if missing is not None and week in self.missing_in:
                terms[missing] = 1.0
            self._row(pieces, _ENDLESS, terms)
        if problem.get("max_members") is not None:
            self._row(-_ENDLESS, problem["max_members"], dict.fromkeys(self.uses.values(), 1.0))
        offers = {row["id"]: row for row in problem["offers"]}
        for row in problem.get("floors") or []:
            inside = [name for name in offers if row["group"] in offers[name].get("groups", [])]
            self._row(row["members"], _ENDLESS, {self.uses[name]: 1.0 for name in inside})
        for hub in problem.get("hubs") or []:
            if hub.get("weekly_capacity") is None:
                continue
            inside = [name for name in offers if offers[name].get("hub") == hub["id"]]
            for week in range(problem["weeks"]):
                made = {self.pieces[name][week]: 1.0 for name in inside}
                most = hub["weekly_capacity"]
                self._row(-_ENDLESS, most[week] if isinstance(most, list) else most, made)

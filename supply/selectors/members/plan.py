"""One member's part of the plan that letters went out on: its own figures, nobody else's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from supply.models import Invitation, PlanRun
from supply.selectors.members.orders import plan_of_letters
from supply.selectors.plans.problem import order_mondays


@dataclass(frozen=True)
class OwnWeek:
    """A week of the order: pieces that the member offered, that counted, and that the plan uses."""

    monday: date
    offered: int
    counted: int
    used: int


@dataclass(frozen=True)
class MemberPlan:
    """The result of one member's offer; `reason` is the engine's, None for one that is used.

    `has_offer`: the offer was there when the plan was made. `is_kept`: the member had accepted
    already. `others` counts the other members in the plan.
    """

    plan: PlanRun
    weeks: Sequence[OwnWeek]
    reason: Mapping[str, Any] | None
    has_offer: bool
    is_kept: bool
    is_locked_in: bool
    others: int

    @property
    def code(self) -> str:
        return "" if self.reason is None else str(self.reason["code"])

    @property
    def offered(self) -> int:
        return sum(week.offered for week in self.weeks)

    @property
    def counted(self) -> int:
        return sum(week.counted for week in self.weeks)

    @property
    def used(self) -> int:
        return sum(week.used for week in self.weeks)


def member_plan(invitation: Invitation) -> MemberPlan | None:
    """Return the member's part; None before letters of the order were sent. Two queries."""
    plan = plan_of_letters(invitation)
    if plan is None:
        return None
    result, problem, key = plan.result or {}, plan.problem or {}, str(invitation.pk)
    weekly = _of(result.get("allocations", []), key).get("weekly")
    kept = _of(problem.get("kept", []), key).get("weekly")
    offer = _of(problem.get("offers", []), key)
    out = _of([*result.get("left_out", []), *result.get("reasons", [])], key)
    mondays = order_mondays(invitation.order)
    members = [*result.get("allocations", []), *problem.get("kept", [])]
    inside = {row["id"] for row in members}
    nothing = [0] * len(mondays)
    rows = zip(
        mondays,
        invitation.pieces or nothing,
        offer.get("weekly_capacity") or kept or nothing,
        weekly or kept or nothing,
        strict=False,
    )
    return MemberPlan(
        plan,
        [OwnWeek(*row) for row in rows],
        out or None,
        has_offer=bool(offer or kept or out),
        is_kept=bool(kept),
        is_locked_in=invitation.pk in plan.choices.get("in", []),
        others=len(inside - {key}),
    )


def _of(rows: Sequence[Mapping[str, Any]], key: str) -> Mapping[str, Any]:
    return next((row for row in rows if row["id"] == key), {})

"""A plan as its exporter reads it: who makes what in which week, costs, what was left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from supply.enums import CostKind
from supply.models import Invitation, Order, OrderCost, PlanRun
from supply.policies.cost_sheet import lines_of
from supply.policies.finish import Finish, finish_of
from supply.selectors.plan_problem import order_mondays


@dataclass(frozen=True)
class PlanRow:
    """What one member makes; `is_kept` is what it has accepted already."""

    invitation: Invitation
    weekly: Sequence[int]
    is_kept: bool

    @property
    def quantity(self) -> int:
        return sum(self.weekly)

    @property
    def amount(self) -> int:
        """Pieces times the member's price, in rupiah."""
        return self.quantity * (self.invitation.unit_price or 0)


@dataclass(frozen=True)
class CostLine:
    """A line of the cost sheet in rupiah; `amount` None where no figure was typed."""

    label: str
    amount: int | None
    source: str


@dataclass(frozen=True)
class PlanView:
    """All that a page of a plan shows."""

    plan: PlanRun
    mondays: Sequence[date]
    rows: Sequence[PlanRow]
    totals: Sequence[int]
    pieces_cost: int
    onboarding: int
    hubs: int
    costs: Sequence[CostLine]
    finish: Finish | None
    left_out: Sequence[tuple[Invitation, Mapping[str, Any]]]
    # Who was asked, by the key of the invitation.
    names: Mapping[int, str]

    @property
    def helps(self) -> Sequence[tuple[Mapping[str, Any], Sequence[str]]]:
        """What machines and trainings cover, each with the names of who would have one."""
        return [
            (row, [self.names[int(key)] for key in row["members"] if int(key) in self.names])
            for row in self.result.get("helps", [])
        ]

    @property
    def result(self) -> Mapping[str, Any]:
        return self.plan.result or {}

    @property
    def quantity(self) -> int:
        return sum(self.totals)

    @property
    def members(self) -> int:
        return len(self.rows)

    @property
    def new_members(self) -> int:
        return sum(1 for row in self.rows if row.invitation.is_new)

    @property
    def members_cost(self) -> int:
        """Pieces, onboarding and hubs of all members, also of those that accepted before."""
        return self.pieces_cost + self.onboarding + self.hubs

    @property
    def known_total(self) -> int:
        """Everything that has a figure, in rupiah."""
        return self.members_cost + sum(line.amount or 0 for line in self.costs)

    @property
    def gap(self) -> Decimal:
        """The part of the cost by which a cheaper plan could be cheaper at most; proven."""
        return Decimal(self.result.get("gap", "0"))

    @property
    def finish_on(self) -> date | None:
        """The last day of the last week that makes pieces."""
        return None if self.finish is None else _sunday(self.mondays[self.finish.week - 1])

    @property
    def missing(self) -> Sequence[tuple[date, int]]:
        """The pieces that are missing by the end of each delivery's week, by its last day."""
        return [
            (_sunday(self.mondays[row["week"] - 1]), row["missing"])
            for row in self.result.get("shortfalls", [])
        ]

    @property
    def has_all_costs(self) -> bool:
        return all(line.amount is not None for line in self.costs)

    @property
    def a_piece(self) -> int:
        """The known total divided by the buyer's quantity, rounded up to whole rupiah."""
        return -(-self.known_total // self.plan.order.quantity)


def _sunday(monday: date) -> date:
    return monday + timedelta(days=6)


def plan_view(plan: PlanRun) -> PlanView:
    """Return a finished plan with its members and costs. Four queries."""
    order = plan.order
    result, problem = plan.result or {}, plan.problem or {}
    rows = list(
        order.invitations.select_related("product__enterprise__regency", "hub").order_by("id")
    )
    invitations = {str(row.pk): row for row in rows}
    mondays = order_mondays(order)
    kept = [PlanRow(invitations[row["id"]], row["weekly"], True) for row in problem.get("kept", [])]
    made = [
        PlanRow(invitations[row["id"]], row["weekly"], False)
        for row in result.get("allocations", [])
    ]
    members = [*kept, *made]
    used_hubs = {row.invitation.hub_id: row.invitation.hub.opening_cost for row in members}
    offers = [row["weekly_capacity"] for row in problem.get("offers", [])]
    return PlanView(
        plan=plan,
        mondays=mondays,
        rows=members,
        totals=[sum(row.weekly[place] for row in members) for place in range(len(mondays))],
        pieces_cost=sum(row.amount for row in members),
        onboarding=sum(row.invitation.onboarding_cost for row in members),
        hubs=sum(used_hubs.values()),
        costs=cost_lines(order),
        finish=finish_of(
            [row.weekly for row in members],
            [*offers, *(row.weekly for row in kept)],
            order.target,
        ),
        left_out=[
            (invitations[row["id"]], row)
            for row in [*result.get("left_out", []), *result.get("reasons", [])]
            if row["id"] in invitations
        ],
        names={row.pk: row.product.enterprise.name for row in rows},
    )


def cost_lines(order: Order) -> list[CostLine]:
    """Return the cost sheet up to the order's Incoterm, missing figures too. One query."""
    typed = {row.kind: row for row in OrderCost.objects.filter(order=order)}
    return [
        CostLine(
            str(CostKind(kind).label),
            typed[kind].amount if kind in typed else None,
            typed[kind].source if kind in typed else "",
        )
        for kind in lines_of(order.incoterm)
    ]

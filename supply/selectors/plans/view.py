"""A plan as its exporter reads it: who makes what in which week, costs, what was left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from supply.enums import CostKind
from supply.models import Invitation, Order, PlanRun
from supply.policies.cost_sheet import lines_of
from supply.policies.finish import last_week
from supply.selectors.plans.problem import order_mondays


@dataclass(frozen=True)
class PlanRow:
    """What one member makes, at its price in rupiah then; `is_kept` is what it accepted already."""

    invitation: Invitation
    weekly: Sequence[int]
    unit_price: int
    onboarding: int
    is_kept: bool

    @property
    def quantity(self) -> int:
        return sum(self.weekly)

    @property
    def amount(self) -> int:
        """Pieces times the member's price, in rupiah."""
        return self.quantity * self.unit_price


@dataclass(frozen=True)
class CostLine:
    """A line of the cost sheet in rupiah; `amount` None where no figure was typed."""

    label: str
    amount: int | None
    source: str


@dataclass(frozen=True)
class PlanView:
    """All that a page of a plan shows: figures as they were when it was worked out."""

    plan: PlanRun
    mondays: Sequence[date]
    rows: Sequence[PlanRow]
    totals: Sequence[int]
    pieces_cost: int
    onboarding: int
    hubs: int
    costs: Sequence[CostLine]
    # The last week that makes pieces, from 1; 0 where nothing is made.
    finish: int
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
        return _sunday(self.mondays[self.finish - 1]) if self.finish else None

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
    """Return a finished plan with its members and costs. Two queries, and one of a repair."""
    result, problem = plan.result or {}, plan.problem or {}
    invitations = {str(row.pk): row for row in _named(plan.order)}
    members = [*_kept(plan, problem, invitations), *_made(result, problem, invitations)]
    mondays = order_mondays(plan.order)
    return PlanView(
        plan=plan,
        mondays=mondays,
        rows=members,
        totals=[sum(row.weekly[place] for row in members) for place in range(len(mondays))],
        pieces_cost=sum(row.amount for row in members),
        onboarding=sum(row.onboarding for row in members),
        hubs=_opened(problem, members),
        # Plans made before the sheet was kept with them show it as it is now.
        costs=_sheet(plan.order, result["costs"]) if "costs" in result else cost_lines(plan.order),
        finish=last_week(row.weekly for row in members),
        left_out=[
            (invitations[row["id"]], row)
            for row in [*result.get("left_out", []), *result.get("reasons", [])]
            if row["id"] in invitations
        ],
        names={row.pk: row.product.enterprise.name for row in invitations.values()},
    )


def cost_lines(order: Order) -> list[CostLine]:
    """Return the cost sheet up to the order's Incoterm, missing figures too. One query."""
    return _sheet(order, order.costs.values("kind", "amount", "source"))


def _named(order: Order) -> QuerySet[Invitation]:
    """Return all invitations with what a plan shows of them: an order has up to 2,000."""
    rows = order.invitations.select_related("product__enterprise").order_by("id")
    return rows.only("order_id", "hub_id", "is_new", "onboarding_cost", "product__enterprise__name")


def _kept(
    plan: PlanRun, problem: Mapping[str, Any], invitations: Mapping[str, Invitation]
) -> list[PlanRow]:
    """Return what was accepted before, at the price of its letter."""
    rows = problem.get("kept", [])
    if not rows:
        return []
    letters = plan.order.letters.filter(invitation__in=[int(row["id"]) for row in rows])
    # The newest letter of a member is the one that was kept: only an ended one is followed by
    # another.
    prices = dict(letters.order_by("id").values_list("invitation", "unit_price"))
    found = [(invitations[row["id"]], row) for row in rows]
    return [
        PlanRow(one, row["weekly"], prices[one.pk], one.onboarding_cost, is_kept=True)
        for one, row in found
    ]


def _made(
    result: Mapping[str, Any], problem: Mapping[str, Any], invitations: Mapping[str, Invitation]
) -> list[PlanRow]:
    """Return what others are asked to make, at the price and cost that they were planned with."""
    offers = {row["id"]: row for row in problem.get("offers", [])}
    return [
        PlanRow(
            invitations[row["id"]],
            row["weekly"],
            offers[row["id"]]["unit_price"],
            offers[row["id"]]["onboarding_cost"],
            is_kept=False,
        )
        for row in result.get("allocations", [])
    ]


def _opened(problem: Mapping[str, Any], members: Sequence[PlanRow]) -> int:
    """Return what opening the hubs of these members costs, in rupiah."""
    used = {str(row.invitation.hub_id) for row in members}
    return sum(row["opening_cost"] for row in problem.get("hubs", []) if row["id"] in used)


def _sheet(order: Order, typed: Iterable[Mapping[str, Any]]) -> list[CostLine]:
    by_kind = {row["kind"]: row for row in typed}
    return [
        CostLine(
            str(CostKind(kind).label),
            by_kind[kind]["amount"] if kind in by_kind else None,
            by_kind[kind]["source"] if kind in by_kind else "",
        )
        for kind in lines_of(order.incoterm)
    ]

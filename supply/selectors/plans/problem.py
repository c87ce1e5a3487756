"""An order as the engine takes it: today's offers, hubs, deliveries, what was accepted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Max

from common.dates import clock
from enterprises.models import Enterprise
from enterprises.policies.capacity import monday_of, weeks_from
from supply.allocation.problem import Delivery, Hub, Kept, Line, Measure, Offer, Problem
from supply.enums import LetterState, OfferState
from supply.models import Commitment, Order, OrderMeasure, PlanRun
from supply.policies.delivery_weeks import ready_week
from supply.policies.measure_weeks import ready_from
from supply.selectors.plans.member_groups import NEW, groups_of
from supply.selectors.plans.offers import posed_offers

_PERMILLE: Final = 1000
_PERCENT: Final = 100


@dataclass(frozen=True)
class PosedProblem:
    """A problem with the offers that were left out of it before, and why.

    `left_out` has `{"id", "code", "kinds"}`; the codes are those of `offers`. `measures` has
    by key what the exporter typed of each machine and training, and `costs` the lines of the cost
    sheet that had a figure, `{"kind", "amount", "source"}`, both as they were.
    """

    problem: Problem
    left_out: Sequence[Mapping[str, Any]]
    measures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    costs: Sequence[Mapping[str, Any]] = ()

    def as_plain(self) -> dict[str, Any]:
        """Return the problem as plain JSON values."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self.problem), default=str))
        return plain


def order_mondays(order: Order) -> list[date]:
    """Return the Mondays of the weeks of an order whose members were asked."""
    if order.first_week is None or order.weeks is None:
        return []
    return weeks_from(order.first_week, order.weeks)


def first_counted(order: Order) -> date:
    """Return the Monday of the first week of an order whose pieces still count.

    None count before material and first article are there, nor of a week that has passed.
    """
    this_week = monday_of(clock.today())
    return max(order.makes_from or this_week, this_week)


def build_problem(plan: PlanRun) -> PosedProblem:
    """Return the problem of a plan, from the current offers and free weeks."""
    order = plan.order
    offered, left_out = posed_offers(
        order, order_mondays(order), plan.choices, is_repair=plan.is_repair
    )
    typed = list(OrderMeasure.objects.filter(order=order).order_by("id"))
    return PosedProblem(
        Problem(
            quantity=order.quantity,
            weeks=order.weeks or 1,
            offers=tuple(offered),
            hubs=tuple(
                Hub(str(row.pk), row.opening_cost, row.weekly_capacity) for row in order.hubs.all()
            ),
            buffer=Decimal(order.buffer_permille) / _PERMILLE,
            deliveries=_deliveries(order),
            line=_line(order),
            measures=_measures(order, typed, offered),
            lot_seed=order.number,
            kept=_kept(order) if plan.is_repair else (),
            **_limits(plan.choices),
        ),
        left_out,
        {str(row.pk): _as_typed(row) for row in typed},
        list(order.costs.order_by("id").values("kind", "amount", "source")),
    )


def _as_typed(row: OrderMeasure) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "name": row.name,
        "group": row.group,
        "source": row.source,
        "pieces": row.pieces,
    }


def _measures(
    order: Order, rows: Sequence[OrderMeasure], offers: Sequence[Offer]
) -> tuple[Measure, ...]:
    """Return the machines and trainings whose figures the exporter typed."""
    if order.first_week is None:
        return ()
    return tuple(
        Measure(
            id=str(row.pk),
            members=tuple(each.id for each in offers if row.group in ("", *each.groups)),
            pieces=row.pieces,
            from_week=ready_from(
                row.lead_weeks,
                today=clock.today(),
                first_week=order.first_week,
                makes_from=order.makes_from or order.first_week,
            ),
            cost=row.cost,
            most=row.most,
        )
        for row in rows
    )


def _limits(choices: Mapping[str, Any]) -> dict[str, Any]:
    share = choices.get("max_share_percent")
    floors = dict(choices.get("floors", {}))
    # From plans asked for before other groups could be chosen.
    if choices.get("new_members"):
        floors[NEW] = choices["new_members"]
    return {
        "max_members": choices.get("max_members"),
        "min_grade": choices.get("min_grade"),
        "max_share": None if share is None else Decimal(share) / _PERCENT,
        "floors": floors,
    }


def _deliveries(order: Order) -> tuple[Delivery, ...]:
    """Return good pieces by the end of each week, in all since the start."""
    if order.first_week is None:
        return ()
    by_week: dict[int, int] = {}
    total = 0
    for row in order.deliveries.all():
        total += row.quantity
        week = (ready_week(row.due_on, order.margins) - order.first_week).days // 7 + 1
        by_week[week] = total
    return tuple(Delivery(week, pieces) for week, pieces in sorted(by_week.items()))


def _kept(order: Order) -> tuple[Kept, ...]:
    accepted = order.letters.filter(state=LetterState.ACCEPTED).order_by("id")
    letters = list(accepted.select_related("invitation__product__enterprise"))
    groups = groups_of([letter.invitation for letter in letters])
    return tuple(
        Kept(
            str(letter.invitation_id),
            tuple(letter.pieces),
            str(letter.invitation.hub_id),
            groups[letter.invitation_id],
        )
        for letter in letters
    )


def _line(order: Order) -> dict[str, Line]:
    """Return the places in the order of members: letter holders, then the longest without an order.

    Three queries.
    """
    invited = dict(
        order.invitations.filter(state=OfferState.OFFERED).values_list(
            "pk", "product__enterprise_id"
        )
    )
    members = Enterprise.objects.filter(pk__in=invited.values()).order_by()
    accepted = Commitment.objects.filter(
        state=LetterState.ACCEPTED, invitation__product__enterprise__in=members
    )
    last = {
        row["invitation__product__enterprise"]: row["last"]
        for row in accepted.values("invitation__product__enterprise").annotate(
            last=Max("accepted_at")
        )
    }
    asked = _asked(order)
    return {
        str(key): Line(
            last_order=last[member].toordinal() if member in last else None,
            is_asked=key in asked,
        )
        for key, member in invited.items()
    }


def _asked(order: Order) -> set[int]:
    """Return the members with a waiting or accepted letter of the order, by key of the invitation.

    Nothing else is an answer: a plan that an exporter tried gives nobody a place.
    """
    held = order.letters.filter(state__in=(LetterState.WAITING, LetterState.ACCEPTED))
    return set(held.values_list("invitation", flat=True))

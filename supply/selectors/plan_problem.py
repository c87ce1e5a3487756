"""An order as the engine takes it: offers that stand today, hubs, deliveries, what was accepted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Max

from common.dates import clock
from enterprises.models import Enterprise
from enterprises.policies.capacity import monday_of, weeks_from
from enterprises.selectors.capacity import free_pieces_of
from supply.allocation.problem import Delivery, Hub, Kept, Line, Lock, Measure, Offer, Problem
from supply.enums import LetterState, OfferState
from supply.models import Commitment, Invitation, Order, OrderMeasure, PlanRun
from supply.policies.delivery_weeks import ready_week
from supply.policies.measure_weeks import ready_from
from supply.policies.offered_weeks import Weeks, counted
from supply.selectors.candidates import standings
from supply.selectors.member_groups import NEW, groups_of
from supply.selectors.week_options import open_options

_PERMILLE: Final = 1000
_PERCENT: Final = 100


@dataclass(frozen=True)
class Posed:
    """A problem with the offers that were left out of it before, and why.

    `left_out` has `{"id", "code", "kinds"}`; the code is certificate, ended or busy. `measures` has
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


def pose(plan: PlanRun) -> Posed:
    """Return the problem of a plan, from offers and free weeks as they stand now."""
    order = plan.order
    offered, left_out = _offers(order, plan)
    typed = list(OrderMeasure.objects.filter(order=order).order_by("id"))
    return Posed(
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
    # Of plans asked for before other groups could be chosen.
    if choices.get("new_members"):
        floors[NEW] = choices["new_members"]
    return {
        "max_members": choices.get("max_members"),
        "min_grade": choices.get("min_grade"),
        "max_share": None if share is None else Decimal(share) / _PERCENT,
        "floors": floors,
    }


def _offers(order: Order, plan: PlanRun) -> tuple[list[Offer], list[dict[str, Any]]]:
    rows = list(
        order.invitations.filter(state=OfferState.OFFERED)
        .select_related("product__enterprise", "hub")
        .order_by("id")
    )
    mondays = order_mondays(order)
    free = free_pieces_of([row.product for row in rows], mondays)
    held = _held(rows)
    stand = standings(order, {row.product.enterprise_id for row in rows})
    groups = groups_of(rows)
    lettered = set(order.letters.values_list("invitation", flat=True)) if plan.is_repair else set()
    offers, left_out = [], []
    for row in rows:
        if row.pk in lettered:
            continue
        lacks = stand[row.product.enterprise_id].lacks
        weekly = counted(
            row.pieces or [],
            Weeks(mondays, order.makes_from or mondays[0]),
            # What a member holds for this very order is free for it.
            free=[
                week.pieces + held.get((row.subject, week.week), 0) for week in free[row.product_id]
            ],
            first_week_percent=order.new_member_percent if row.is_new else _PERCENT,
        )
        why = _why_out(row, lacks, weekly)
        if why is not None:
            left_out.append({"id": str(row.pk), "code": why, "kinds": list(lacks)})
            continue
        grade = stand[row.product.enterprise_id].grade
        offers.append(
            replace(
                _offer(row, weekly, grade.grade if grade else 0, plan.choices),
                groups=groups[row.pk],
            )
        )
    return offers, left_out


def _held(rows: Sequence[Invitation]) -> Mapping[tuple[str, date], int]:
    """Return the pieces of coming weeks that members hold for it, by subject and week. One query.

    A week may pass while it is held.
    """
    held = open_options(rows).filter(week__gte=monday_of(clock.today()))
    return {(each.subject, each.week): each.pieces for each in held}


def _why_out(row: Invitation, lacks: Sequence[str], weekly: Sequence[int]) -> str | None:
    if lacks:
        return "certificate"
    if row.valid_until is None or row.valid_until < clock.today():
        return "ended"
    return None if any(weekly) else "busy"


def _offer(row: Invitation, weekly: Sequence[int], grade: int, choices: Mapping[str, Any]) -> Offer:
    lock = None
    if row.pk in choices.get("in", []):
        lock = Lock.IN
    elif row.pk in choices.get("out", []):
        lock = Lock.OUT
    return Offer(
        id=str(row.pk),
        weekly_capacity=tuple(weekly),
        unit_price=row.unit_price or 0,
        min_lot=row.min_lot or 0,
        onboarding_cost=row.onboarding_cost,
        grade=grade,
        hub=str(row.hub_id),
        lock=lock,
    )


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
    """Return the places in line: who holds a letter, then the longest time without an order.

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
    """Return who holds a letter of the order, waiting or accepted, by key of the invitation.

    Nothing else is an answer: a plan that an exporter tried gives nobody a place.
    """
    held = order.letters.filter(state__in=(LetterState.WAITING, LetterState.ACCEPTED))
    return set(held.values_list("invitation", flat=True))

"""Offers of an order as the engine takes them, and which are left out of a plan, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db.models import Q

from common.dates import clock
from enterprises.selectors.capacity import free_pieces_of
from supply.allocation.problem import Lock, Offer
from supply.enums import LetterState, OfferState
from supply.models import Invitation, Order
from supply.policies.offered_weeks import Weeks, counted
from supply.selectors.members.candidates import Qualification, qualifications
from supply.selectors.members.held_weeks import held_parts
from supply.selectors.plans.member_groups import groups_of

_PERCENT: Final = 100


def posed_offers(
    order: Order, mondays: Sequence[date], choices: Mapping[str, Any], *, is_repair: bool
) -> tuple[list[Offer], list[dict[str, Any]]]:
    """Return the offers of a plan, and `{"id", "code", "kinds"}` of those that are left out of it.

    A member makes pieces in its weeks once, whatever it makes: of several offers of one enterprise,
    which only older orders have, the one that is locked in counts, else the first that can be used.
    In a repair who had a letter of the order is passed over. Who is left out although locked in
    is among the offers too, with nothing to make: no plan is made that pretends to use it.
    """
    locks = _locks(choices)
    rows = list(
        order.invitations.filter(Q(state=OfferState.OFFERED) | Q(pk__in=choices.get("in", [])))
        .select_related("product__enterprise", "hub")
        .order_by("id")
    )
    weekly = _countable(order, rows, mondays)
    stand = qualifications(order, {row.product.enterprise_id for row in rows})
    groups = groups_of(rows)
    answered = _answered(order) if is_repair else {}
    offers, left_out, used = [], [], set()
    for row in sorted(rows, key=lambda each: (locks.get(each.pk) != Lock.IN, each.pk)):
        member, lock = row.product.enterprise_id, locks.get(row.pk)
        if member in answered and (answered[member] or lock != Lock.IN):
            continue
        case = _Case(row, weekly[row.pk], stand[member], groups[row.pk], lock)
        why = _why_out(case, is_asked=member in answered, is_used=member in used)
        if why is not None:
            lacks = list(stand[member].lacks)
            left_out.append({"id": str(row.pk), "code": why, "kinds": lacks})
            if lock == Lock.IN:
                offers.append(_offer(replace(case, weekly=[0] * len(mondays))))
            continue
        if lock != Lock.OUT:
            used.add(member)
        offers.append(_offer(case))
    return offers, left_out


@dataclass(frozen=True)
class _Case:
    row: Invitation
    weekly: Sequence[int]
    standing: Qualification
    groups: tuple[str, ...]
    lock: Lock | None


def _offer(case: _Case) -> Offer:
    row, grade = case.row, case.standing.grade
    return Offer(
        id=str(row.pk),
        weekly_capacity=tuple(case.weekly),
        unit_price=row.unit_price or 0,
        min_lot=row.min_lot or 0,
        onboarding_cost=row.onboarding_cost,
        grade=grade.grade if grade else 0,
        hub=str(row.hub_id),
        groups=case.groups,
        lock=case.lock,
    )


def _countable(
    order: Order, rows: Sequence[Invitation], mondays: Sequence[date]
) -> Mapping[int, Sequence[int]]:
    """Return by invitation the pieces of each week that a plan may use."""
    # What a member holds for this very order is free for it.
    free = free_pieces_of([row.product for row in rows], mondays, held=held_parts(rows))
    return {
        row.pk: counted(
            row.pieces or [0] * len(mondays),
            Weeks(mondays, order.makes_from or mondays[0]),
            free=[week.pieces for week in free[row.product_id]],
            first_week_percent=order.new_member_percent if row.is_new else _PERCENT,
        )
        for row in rows
    }


def _answered(order: Order) -> Mapping[int, bool]:
    """Return the enterprises that had a letter of the order, and whether they stand by it."""
    found: dict[int, bool] = {}
    for member, state in order.letters.values_list("invitation__product__enterprise", "state"):
        found[member] = found.get(member, False) or state == LetterState.ACCEPTED
    return found


def _locks(choices: Mapping[str, Any]) -> Mapping[int, Lock]:
    return {
        **dict.fromkeys(choices.get("out", []), Lock.OUT),
        **dict.fromkeys(choices.get("in", []), Lock.IN),
    }


def _why_out(case: _Case, *, is_asked: bool, is_used: bool) -> str | None:
    row = case.row
    reasons = (
        ("no_offer", row.state != OfferState.OFFERED),
        ("asked", is_asked),
        ("archived", row.product.archived_at is not None),
        ("certificate", bool(case.standing.lacks)),
        ("ended", row.valid_until is None or row.valid_until < clock.today()),
        ("other_product", is_used and case.lock != Lock.OUT),
        ("busy", not any(case.weekly)),
    )
    return next((code for code, holds in reasons if holds), None)

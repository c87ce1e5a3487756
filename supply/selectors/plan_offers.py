"""Offers of an order as the engine takes them, and which are left out of a plan, and why."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from common.dates import clock
from enterprises.selectors.capacity import free_pieces_of
from supply.allocation.problem import Lock, Offer
from supply.enums import OfferState
from supply.models import Invitation, Order
from supply.policies.offered_weeks import Weeks, counted
from supply.selectors.candidates import standings
from supply.selectors.member_groups import groups_of
from supply.selectors.week_options import held_parts

_PERCENT: Final = 100


def posed_offers(
    order: Order, mondays: Sequence[date], choices: Mapping[str, Any], *, is_repair: bool
) -> tuple[list[Offer], list[dict[str, Any]]]:
    """Return the offers of a plan, and `{"id", "code", "kinds"}` of those that are left out of it.

    A member makes pieces in its weeks once, whatever it makes: of several offers of one enterprise,
    which only older orders have, the one that is locked in counts, else the first that can be used.
    In a repair who had a letter of the order is passed over.
    """
    rows = list(
        order.invitations.filter(state=OfferState.OFFERED)
        .select_related("product__enterprise", "hub")
        .order_by("id")
    )
    weekly = _countable(order, rows, mondays)
    stand = standings(order, {row.product.enterprise_id for row in rows})
    groups = groups_of(rows)
    passed = _lettered(order) if is_repair else set()
    offers, left_out, used = [], [], set()
    locks = {row.pk: _lock(row, choices) for row in rows}
    for row in sorted(rows, key=lambda each: (locks[each.pk] != Lock.IN, each.pk)):
        member = row.product.enterprise_id
        if member in passed:
            continue
        lacks = stand[member].lacks
        why = _why_out(row, lacks, weekly[row.pk])
        if why is None and member in used and locks[row.pk] != Lock.OUT:
            why = "other_product"
        if why is not None:
            left_out.append({"id": str(row.pk), "code": why, "kinds": list(lacks)})
            continue
        if locks[row.pk] != Lock.OUT:
            used.add(member)
        grade = stand[member].grade
        offers.append(
            Offer(
                id=str(row.pk),
                weekly_capacity=tuple(weekly[row.pk]),
                unit_price=row.unit_price or 0,
                min_lot=row.min_lot or 0,
                onboarding_cost=row.onboarding_cost,
                grade=grade.grade if grade else 0,
                hub=str(row.hub_id),
                groups=groups[row.pk],
                lock=locks[row.pk],
            )
        )
    return offers, left_out


def _countable(
    order: Order, rows: Sequence[Invitation], mondays: Sequence[date]
) -> Mapping[int, Sequence[int]]:
    """Return by invitation the pieces of each week that a plan may use."""
    # What a member holds for this very order is free for it.
    free = free_pieces_of([row.product for row in rows], mondays, held=held_parts(rows))
    return {
        row.pk: counted(
            row.pieces or [],
            Weeks(mondays, order.makes_from or mondays[0]),
            free=[week.pieces for week in free[row.product_id]],
            first_week_percent=order.new_member_percent if row.is_new else _PERCENT,
        )
        for row in rows
    }


def _lettered(order: Order) -> set[int]:
    """Return the enterprises that had a letter of the order, whatever they answered."""
    return set(order.letters.values_list("invitation__product__enterprise", flat=True))


def _lock(row: Invitation, choices: Mapping[str, Any]) -> Lock | None:
    if row.pk in choices.get("in", []):
        return Lock.IN
    return Lock.OUT if row.pk in choices.get("out", []) else None


def _why_out(row: Invitation, lacks: Sequence[str], weekly: Sequence[int]) -> str | None:
    if lacks:
        return "certificate"
    if row.valid_until is None or row.valid_until < clock.today():
        return "ended"
    return None if any(weekly) else "busy"

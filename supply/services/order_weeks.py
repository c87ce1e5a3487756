"""Promising weeks of members to an order."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.dates import clock
from common.errors import Conflict, InvalidInput
from enterprises.models import CapacityPromise
from enterprises.policies.capacity import monday_of
from enterprises.services.capacity_promises import Part, promise_weeks
from supply.models import Invitation
from supply.selectors.plan_problem import order_mondays


def promise_to_order(
    invitation: Invitation, pieces: Sequence[int], **promise: Any
) -> list[CapacityPromise]:
    """Promise pieces of the member by week of its order, all or none, as `promise_weeks`.

    Raises as it does, and Conflict `weeks_passed` where a week has passed meanwhile or is too far.
    """
    weeks = zip(order_mondays(invitation.order), pieces, strict=True)
    parts = [Part(invitation.product, monday, each) for monday, each in weeks if each]
    try:
        return promise_weeks(parts, reference=invitation.order.number, **promise)
    except InvalidInput as refused:
        if refused.code not in ("bad_week", "bad_parts"):
            raise
        raise weeks_passed() from refused


def coming_pieces(invitation: Invitation) -> list[int]:
    """Return what was offered by week of the order, with 0 for weeks that have passed."""
    this_week = monday_of(clock.today())
    weeks = zip(order_mondays(invitation.order), invitation.pieces or [], strict=True)
    return [pieces if monday >= this_week else 0 for monday, pieces in weeks]


def weeks_passed() -> Conflict:
    """Return the refusal of weeks that nobody can promise any more."""
    return Conflict(
        "weeks_passed",
        _("Pekannya sudah lewat, jadi tidak dapat dijanjikan lagi."),
    )

"""Promising weeks of members to an order."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.errors import Conflict, InvalidInput
from enterprises.models import CapacityPromise
from enterprises.services.capacity_locking import lock_weeks
from enterprises.services.capacity_promises import Part, promise_weeks
from supply.models import Commitment, Invitation
from supply.selectors.members.held_weeks import open_options
from supply.selectors.plans.problem import first_counted, order_mondays


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


def lock_order_weeks(invitations: Iterable[Invitation], letters: Sequence[Commitment]) -> None:
    """Lock at once what these invitations hold and what these letters promise or will promise.

    Two callers that each lock weeks in two rounds can wait for each other.
    """
    places = set(open_options(invitations).values_list("enterprise_id", "week"))
    for letter in letters:
        member = letter.invitation.product.enterprise_id
        weeks = zip(order_mondays(letter.order), letter.pieces, strict=True)
        places |= {(member, monday) for monday, pieces in weeks if pieces}
    lock_weeks(places)


def coming_pieces(invitation: Invitation) -> list[int]:
    """Return what was offered by week of the order, with 0 for weeks that do not count any more.

    Nor do those before material and first article: offers from before the form left them out may
    name pieces there.
    """
    first = first_counted(invitation.order)
    weeks = zip(order_mondays(invitation.order), invitation.pieces or [], strict=True)
    return [pieces if monday >= first else 0 for monday, pieces in weeks]


def weeks_passed() -> Conflict:
    """Return the refusal of weeks that can no longer be promised."""
    return Conflict(
        "weeks_passed",
        _("Pekannya sudah lewat, jadi tidak dapat dijanjikan lagi."),
    )

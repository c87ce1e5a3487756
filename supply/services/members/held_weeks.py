"""Weeks that a member holds for an order before any letter, at most seven days."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, NotPermitted
from enterprises.enums import PromiseKind
from enterprises.models import CapacityPromise
from enterprises.models.capacity_promise import LONGEST_OPTION
from enterprises.services.capacity_promises import release
from supply.enums import OfferState
from supply.models import Invitation, Order
from supply.permissions import may_answer
from supply.policies.order_states import TAKES_OFFERS
from supply.selectors.members.held_weeks import open_options
from supply.selectors.members.orders import invitation_for
from supply.selectors.orders.access import require_exporter
from supply.services.members.promised_weeks import coming_pieces, promise_to_order
from supply.services.orders.buyers import lock_buyer


@transaction.atomic
def hold_weeks(actor: User, uid: UUID) -> list[CapacityPromise]:
    """Hold the coming weeks of an offer for its order, seven days; the member can let go of them.

    Only who signs for the member agrees to it: an exporter has no option otherwise. Repeating
    changes nothing. Locks the order, its request, then the weeks. Raises NotFound, NotPermitted,
    Conflict `no_offer`, `exporter_ended`, `buyer_ended` or `weeks_passed`, WeekFull.
    """
    invitation = _locked(actor, uid)
    held = list(open_options([invitation]))
    if held:
        return held
    if invitation.state != OfferState.OFFERED or invitation.order.state not in TAKES_OFFERS:
        raise Conflict("no_offer", _("Pekan disimpan untuk penawaran yang masih terbuka."))
    require_exporter(invitation.order)
    lock_buyer(invitation.order)
    return promise_to_order(
        invitation,
        coming_pieces(invitation),
        subject=invitation.subject,
        kind=PromiseKind.OPTION,
        expires_at=clock.now() + LONGEST_OPTION,
    )


@transaction.atomic
def release_held_weeks(actor: User, uid: UUID) -> int:
    """Release held weeks; return how many. Repeating changes nothing. Raises as `hold_weeks`."""
    return release_options([_locked(actor, uid)])


def release_options(invitations: Iterable[Invitation]) -> int:
    """Release what these invitations hold, in the caller's transaction; return how many weeks."""
    held = list(open_options(invitations))
    return release(held) if held else 0


def _locked(actor: User, uid: UUID) -> Invitation:
    found = invitation_for(actor, uid)
    if not may_answer(actor, found.product.enterprise):
        raise NotPermitted(
            "owner_only",
            _("Hanya pemilik usaha, atau ketua dan direkturnya, yang menyimpan pekannya."),
        )
    order = Order.objects.select_for_update(no_key=True).get(pk=found.order_id)
    rows = Invitation.objects.select_related("product__enterprise")
    invitation = rows.get(pk=found.pk)
    invitation.order = order
    return invitation

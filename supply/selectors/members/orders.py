"""What members see of orders: their own invitations and letters, nobody else's."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import NotFound
from enterprises.models import Member
from supply.enums import OfferState, OrderState, PlanState
from supply.models import Commitment, Invitation, Order, PlanRun
from supply.policies.order_states import TAKES_OFFERS
from supply.selectors.orders.access import active_orders


def invitations_of(user: User) -> QuerySet[Invitation]:
    """Return the invitations of enterprises for which the person acts, newest first."""
    acting = Member.objects.acting().filter(user=user)
    rows = Invitation.objects.filter(product__enterprise__in=acting.values("enterprise"))
    related = ("order__exporter", "order__request", "product__enterprise", "hub")
    return rows.select_related(*related).order_by("-id")


def invitation_for(user: User, uid: UUID) -> Invitation:
    """Return an invitation of the person's; raises NotFound for every other."""
    invitation = invitations_of(user).filter(uid=uid).first()
    if invitation is None:
        raise NotFound("not_found", _("Undangan tidak ditemukan."))
    return invitation


def standing_of(invitations: Sequence[Invitation]) -> list[tuple[Invitation, bool, bool]]:
    """Return each invitation, whether it is its member's turn, and whether its order has stopped.

    It is its turn while it has not answered and still may. One query for all.
    """
    going = active_orders([each.order for each in invitations])
    found = []
    for each in invitations:
        goes = each.order_id in going
        is_open = each.order.state in TAKES_OFFERS and not each.is_late
        is_turn = goes and is_open and each.state == OfferState.INVITED
        found.append((each, is_turn, not goes and not has_ended(each.order)))
    return found


def has_ended(order: Order) -> bool:
    """Tell whether nothing is asked of members any more: it was cancelled, or is over."""
    return order.state == OrderState.CANCELLED or order.is_over


def letters_of(invitation: Invitation) -> QuerySet[Commitment]:
    """Return the letters of an invitation, newest first."""
    return Commitment.objects.filter(invitation=invitation).order_by("-id")


def letter_by_link(uid: UUID) -> Commitment:
    """Return the letter of a link, which only its member and its exporter have; raises NotFound."""
    related = ("order__exporter", "order__request", "invitation__product__enterprise")
    letter = Commitment.objects.select_related(*related).filter(uid=uid).first()
    if letter is None:
        raise NotFound("not_found", _("Surat tidak ditemukan."))
    return letter


def plan_of_letters(invitation: Invitation) -> PlanRun | None:
    """Return the plan of the member's newest letter, else the newest that letters went out on.

    None before any letter of the order was sent.
    """
    sent = PlanRun.objects.filter(
        order=invitation.order_id, state=PlanState.DONE, letters__isnull=False
    ).order_by("-number")
    return sent.filter(letters__invitation=invitation).first() or sent.first()

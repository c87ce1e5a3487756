"""Orders of exporters, and which of them a person may see or lead."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.models import User
from common.coded_error import CodedError
from common.errors import Conflict, NotFound
from enterprises.enums import MemberRole
from enterprises.models import Enterprise, Member
from supply.enums import LetterState, OfferState, OrderAct, OrderState
from supply.models import (
    BuyerRequest,
    Commitment,
    Invitation,
    Order,
    OrderSpecification,
    PlanRun,
)
from supply.policies.order_states import acts, after
from supply.selectors.exporters import is_exporter_now, live_standings, owned_enterprises


def orders_of(user: User) -> QuerySet[Order]:
    """Return the orders of enterprises for which the person acts as an owner, newest first.

    Also those of an enterprise that is no longer an exporter: its owners read, close and cancel
    them.
    """
    orders = Order.objects.filter(exporter__in=owned_enterprises(user))
    return orders.select_related("exporter", "request").order_by("-id")


def owns_orders() -> Exists:
    """Return as a condition for a query of users whether the person has orders to read."""
    owners = Member.objects.acting().filter(user=OuterRef("pk"), role=MemberRole.OWNER)
    return Exists(owners.filter(enterprise__export_orders__isnull=False))


def order_for(user: User, uid: UUID) -> Order:
    """Return an order that the person leads; raises NotFound for every other."""
    order = orders_of(user).filter(uid=uid).first()
    if order is None:
        raise _unknown()
    return order


def orders_of_request(request: BuyerRequest) -> QuerySet[Order]:
    """Return the orders that answer a buyer's request, newest first."""
    return Order.objects.filter(request=request).order_by("-id")


def locked_order(user: User, uid: UUID) -> Order:
    """Return the same under its lock, which every act on an order and its letters takes first.

    Raises NotFound; Conflict `exporter_ended` where its exporter is no longer one.
    """
    order = locked_own_order(user, uid)
    require_exporter(order)
    return order


def locked_own_order(user: User, uid: UUID) -> Order:
    """Return the same for ending an order, also where its exporter is no longer one."""
    order = orders_of(user).select_for_update(of=("self",), no_key=True).filter(uid=uid).first()
    if order is None:
        raise _unknown()
    return order


def lock_exporter(exporter_id: int) -> None:
    """Lock the enterprise whose orders or plans are counted: always before any of its orders."""
    Enterprise.objects.select_for_update(no_key=True).only("pk").get(pk=exporter_id)


def require_exporter(order: Order) -> None:
    """Raise Conflict `exporter_ended` where the order's exporter is not of record today."""
    if not is_exporter_now(order.exporter):
        raise Conflict(
            "exporter_ended",
            _(
                "%(exporter)s bukan lagi eksportir yang diakui, jadi langkah ini tidak dapat "
                "dilakukan."
            ),
            params={"exporter": order.exporter.name},
        )


def require_act(order: Order, act: OrderAct) -> OrderState:
    """Return the state to which the act leads; raises Conflict `not_now` where it cannot be done.

    Closed letters bind: such an order is cancelled only while `is_left`.
    """
    is_bound = order.state == OrderState.LETTERS_CLOSED and not is_left(order)
    try:
        if not is_bound:
            return OrderState(after(order.state, act))
    except CodedError:
        pass
    raise Conflict(
        "not_now",
        _("Pesanan ini sekarang %(state)s, jadi langkah itu tidak dapat dilakukan."),
        params={"state": order.get_state_display()},
    )


def plan_for(user: User, uid: UUID, number: int) -> PlanRun:
    """Return a plan of an order that the person leads; raises NotFound for every other."""
    plan = PlanRun.objects.filter(order__in=orders_of(user), order__uid=uid, number=number)
    found = plan.select_related("order__exporter", "order__request", "asked_by").first()
    if found is None:
        raise NotFound("not_found", _("Rencana tidak ditemukan."))
    return found


def plans_of(order: Order) -> QuerySet[PlanRun]:
    """Return its plans for a list, each with `planned_cost` in rupiah, not with the whole plan."""
    return order.plans.defer("problem", "result").annotate(
        planned_cost=Cast(KT("result__total_cost"), BigIntegerField())
    )


def latest_specification(order: Order) -> OrderSpecification | None:
    """Return the newest version of what is to be made; None before the first is written."""
    return OrderSpecification.objects.filter(order=order).order_by("-version").first()


def extendable(order: Order) -> QuerySet[Invitation]:
    """Return the invitations that may be answered or answered again, also those whose time passed.

    A member that declined is not asked again.
    """
    return Invitation.objects.filter(order=order).exclude(state=OfferState.DECLINED)


def leading_acts(order: Order) -> frozenset[str]:
    """Return what the exporter may do with an order now.

    Whose exporter is one no longer cancels it, and does nothing else; likewise one that was asked
    of members for a buyer who is gone. Of closed letters that is all that can be done, and only
    while a member may be released.
    """
    found = acts(order.state)
    if order.state == OrderState.LETTERS_CLOSED:
        return found if is_left(order) else frozenset()
    return found if is_active(order) else found & {OrderAct.CANCEL}


def is_active(order: Order) -> bool:
    """Tell whether its exporter is one of record today and its buyer has not withdrawn."""
    return is_exporter_now(order.exporter) and not has_lost_buyer(order)


def active_orders(orders: Collection[Order]) -> frozenset[int]:
    """Return the keys of those of the orders that go on, as `is_active`. One query.

    The requests of the orders have to be at hand.
    """
    exporters = {each.exporter_id for each in orders}
    led = set(
        live_standings().filter(enterprise__in=exporters).values_list("enterprise", flat=True)
    )
    return frozenset(
        each.pk for each in orders if each.exporter_id in led and not has_lost_buyer(each)
    )


def has_lost_buyer(order: Order) -> bool:
    """Tell whether members were asked for a buyer whose request then came to nothing.

    Before that another request may still be attached.
    """
    is_asked = order.state != OrderState.PREPARING
    return is_asked and order.request is not None and order.request.is_lost


def is_left(order: Order) -> bool:
    """Tell whether its letters were closed, it does not go on, and its last week is to come.

    Then its exporter may cancel it still, and a member withdraw. What is over stays as it was: it
    may have been made and paid.
    """
    is_closed = order.state == OrderState.LETTERS_CLOSED
    return is_closed and not order.is_over and not is_active(order)


def accepted_pieces(order: Order) -> int:
    """Return how many pieces the accepted letters of an order cover."""
    letters = Commitment.objects.filter(order=order, state=LetterState.ACCEPTED)
    return sum(sum(pieces) for pieces in letters.values_list("pieces", flat=True))


def _unknown() -> NotFound:
    return NotFound("not_found", _("Pesanan tidak ditemukan."))

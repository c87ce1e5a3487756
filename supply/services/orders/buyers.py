"""The buyer of an order: a request is attached, and the order stays open while that is wanted."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, NotFound
from supply.enums import RequestState
from supply.models import BuyerRequest, Order
from supply.selectors.orders.access import locked_order
from supply.services.orders.preparing import require_preparing
from supply.services.requests.moves import lock_taken


@transaction.atomic
def attach_request(actor: User, uid: UUID, request_id: int) -> Order:
    """Record which request of its exporter an order in preparation answers.

    Another takes its place only once that one has ended. Repeating changes nothing. Locks the
    order, then the request. Raises NotFound, also for another exporter's request in any state,
    Conflict `order_fixed`, `buyer_given` or `state_changed`.
    """
    order = locked_order(actor, uid)
    require_preparing(order)
    if order.request_id == request_id:
        return order
    if order.request is not None and order.request.state == RequestState.TAKEN:
        raise Conflict("buyer_given", _("Pesanan ini sudah terhubung dengan permintaan pembeli."))
    if not order.exporter.buyer_requests.filter(pk=request_id).exists():
        raise NotFound("not_found", _("Permintaan tidak ditemukan."))
    order.request = lock_taken(request_id)
    order.save(update_fields=["request"])
    return order


def lock_buyer(order: Order) -> BuyerRequest | None:
    """Lock the request that the order answers, None where it answers none.

    The caller holds the lock of the order. Raises Conflict `buyer_ended` where the buyer withdrew
    or the request ended without an order: nobody works for a buyer who has withdrawn.
    """
    if order.request_id is None:
        return None
    rows = BuyerRequest.objects.select_for_update(of=("self",), no_key=True)
    request = rows.select_related("exporter").get(pk=order.request_id)
    if request.is_lost:
        raise Conflict(
            "buyer_ended",
            _(
                "Permintaan pembeli pesanan ini sudah berakhir: %(state)s. Langkah ini tidak dapat "
                "dilakukan lagi."
            ),
            params={"state": request.get_state_display()},
        )
    return request

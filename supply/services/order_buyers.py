"""Whose order it is: a buyer's request is attached to an order in preparation."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, NotFound
from supply.enums import RequestState
from supply.models import Order
from supply.selectors.orders import locked_order
from supply.services.orders import require_preparing
from supply.services.request_moves import lock_taken


@transaction.atomic
def attach_request(actor: User, uid: UUID, request_id: int) -> Order:
    """Say which request of its exporter an order in preparation answers.

    Another takes its place only once that one has ended. Repeating changes nothing. Locks the
    order, then the request. Raises NotFound, Conflict `order_fixed`, `buyer_given` or
    `state_changed`.
    """
    order = locked_order(actor, uid)
    require_preparing(order)
    if order.request_id == request_id:
        return order
    if order.request is not None and order.request.state == RequestState.TAKEN:
        raise Conflict("buyer_given", _("Pesanan ini sudah terhubung dengan permintaan pembeli."))
    request = lock_taken(request_id)
    if request.exporter_id != order.exporter_id:
        raise NotFound("not_found", _("Permintaan tidak ditemukan."))
    order.request = request
    order.save(update_fields=["request"])
    return order

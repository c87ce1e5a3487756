"""Hubs and the cost sheet of an order, typed by its exporter with the source of each figure."""

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, InvalidInput
from common.identity.reasons import refuse_nik
from common.text.formats import number
from common.text.typed import visible_line
from supply.allocation.reading import MOST_PIECES, MOST_RUPIAH
from supply.enums import CostKind, OrderState
from supply.models import OrderCost, OrderHub
from supply.selectors.orders.access import locked_order
from supply.services.orders.preparing import require_preparing

MOST_HUBS: Final = 20


@transaction.atomic
def add_hub(
    actor: User, uid: UUID, *, name: str, opening_cost: int, weekly_capacity: int | None
) -> OrderHub:
    """Add a place where members bring their pieces, while the order is prepared.

    The same name again changes its figures. Locks the order. Raises NotFound, Conflict
    `order_fixed` or `too_many_hubs`, InvalidInput.
    """
    order = locked_order(actor, uid)
    require_preparing(order)
    line = visible_line(name)
    refuse_nik(line, "name")
    if not line:
        raise InvalidInput("required", _("Isi nama titik kumpul."), field="name")
    _check_hub(opening_cost, weekly_capacity)
    if order.hubs.exclude(name=line).count() >= MOST_HUBS:
        raise Conflict("too_many_hubs", _("Titik kumpul sudah terlalu banyak."), field="name")
    hub, _made = OrderHub.objects.update_or_create(
        order=order,
        name=line,
        defaults={"opening_cost": opening_cost, "weekly_capacity": weekly_capacity},
    )
    return hub


@transaction.atomic
def set_cost(actor: User, uid: UUID, *, kind: CostKind, amount: int, source: str) -> OrderCost:
    """Set a line of the cost sheet, until the letters are closed. Locks the order.

    Raises NotFound, Conflict `order_ended`, InvalidInput for a figure without its source.
    """
    order = locked_order(actor, uid)
    if order.state in (OrderState.LETTERS_CLOSED, OrderState.CANCELLED):
        raise Conflict("order_ended", _("Pesanan ini sudah ditutup."))
    line = visible_line(source)
    refuse_nik(line, "source")
    if not line:
        text = _("Tulis dari mana angka ini: penawaran, tarif, atau perkiraan siapa.")
        raise InvalidInput("required", text, field="source")
    row, _made = OrderCost.objects.update_or_create(
        order=order, kind=kind, defaults={"amount": amount, "source": line}
    )
    return row


def _check_hub(opening_cost: int, weekly_capacity: int | None) -> None:
    """Raise InvalidInput for figures with which nothing can be planned."""
    if not 0 <= opening_cost <= MOST_RUPIAH:
        text = _("Isi rupiah dari 0 sampai %(most)s.")
        raise InvalidInput(
            "bad_amount", text, field="opening_cost", params={"most": number(MOST_RUPIAH)}
        )
    if weekly_capacity is not None and not 1 <= weekly_capacity <= MOST_PIECES:
        text = _("Isi jumlah dari 1 sampai %(most)s buah.")
        raise InvalidInput(
            "bad_quantity", text, field="weekly_capacity", params={"most": number(MOST_PIECES)}
        )

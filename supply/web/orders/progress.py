"""What the notice at the head of an order's pages asks: may its exporter still go on with it?"""

from typing import Any

from supply.models import Order
from supply.selectors.exporters import is_exporter_now
from supply.selectors.orders.access import has_lost_buyer, is_left


def progress_context(order: Order) -> dict[str, Any]:
    """Return what `pesanan_tidak_berlanjut.html` needs."""
    is_led, is_lost = is_exporter_now(order.exporter), has_lost_buyer(order)
    return {
        "is_led": is_led,
        "has_lost_buyer": is_lost,
        "is_active": is_led and not is_lost,
        "is_left": is_left(order),
    }

"""What the notices at the head of an order's pages ask: may its exporter still go on with it?"""

from typing import Any

from supply.models import Order
from supply.selectors.exporters import is_exporter_now
from supply.selectors.orders import has_lost_buyer


def standing_context(order: Order) -> dict[str, Any]:
    """Return what `pesanan_bukan_eksportir.html` and `pesanan_tanpa_pembeli.html` need."""
    return {
        "is_led": is_exporter_now(order.exporter),
        "has_lost_buyer": has_lost_buyer(order),
    }

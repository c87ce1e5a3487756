"""Ending open orders whose exporter is no longer an exporter of record."""

from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from common.jobs.one_by_one import count_done
from notifications.services.outbox import enqueue_all
from supply.messages.order_notices import standing_end_notices
from supply.models import Order
from supply.policies.order_states import ENDED
from supply.selectors.exporters import live_standings
from supply.services.letters.sending import cancel_locked

END_TASK: Final = "supply.tasks.end_former_orders"
_BATCH: Final = 200


def cancel_former_orders() -> int:
    """Cancel open orders of enterprises that are no longer exporters, at most 200; return how many.

    Each order by itself, so that one of many members keeps no other waiting, nor one that fails.
    Members and owners are notified, promised weeks are free again. May be repeated.
    """
    standing = live_standings().filter(enterprise=OuterRef("exporter"))
    orders = Order.objects.filter(~Exists(standing)).exclude(state__in=ENDED)
    keys = list(orders.order_by("pk").values_list("pk", flat=True)[:_BATCH])
    return count_done(_cancel, keys, what="Cancelling an order of a former exporter")


@transaction.atomic
def _cancel(key: int) -> bool:
    standing = live_standings().filter(enterprise=OuterRef("exporter"))
    rows = Order.objects.select_for_update(of=("self",), no_key=True).select_related("exporter")
    order = rows.filter(~Exists(standing), pk=key).exclude(state__in=ENDED).first()
    if order is None:
        return False
    cancel_locked(order, with_standing=True)
    enqueue_all(standing_end_notices(order))
    return True

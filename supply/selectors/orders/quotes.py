"""Prices named to buyers, and whether they can still be taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from common.dates import clock
from supply.enums import LetterState, OrderState
from supply.models import BuyerRequest, Commitment, Order, Quote
from supply.selectors.exporters import is_exporter_now
from supply.selectors.orders.access import has_lost_buyer, is_active
from supply.selectors.orders.sums import SumOfList


@dataclass(frozen=True)
class ShownQuote:
    """A quote, and whether its price can still be taken."""

    quote: Quote
    holds: bool


def quotes_of(order: Order, *, most: int) -> list[ShownQuote]:
    """Return what was quoted for an order, to whichever buyer, newest first."""
    return _shown(order.quotes.all(), most)


def quotes_for_buyer(request: BuyerRequest, *, most: int) -> list[ShownQuote]:
    """Return what was quoted to the buyer of this request, newest first.

    Not what an order was quoted at before it answered this request.
    """
    return _shown(request.quotes.all(), most)


def may_quote(order: Order) -> bool:
    """Tell whether a price may be named: the order goes on, and its buyer has not gone.

    Also not while it is prepared for a buyer who is gone: another request takes its place first.
    """
    is_lost = order.request is not None and order.request.is_lost
    return order.state != OrderState.CANCELLED and not is_lost and is_active(order)


def _shown(quotes: QuerySet[Quote], most: int) -> list[ShownQuote]:
    """Return the newest quotes, all of one exporter. At most three queries."""
    related = ("order__exporter", "order__request", "request", "made_by")
    found = list(quotes.select_related(*related).order_by("-id")[:most])
    is_led = bool(found) and is_exporter_now(found[0].order.exporter)
    covered = _covered([each.order_id for each in found if each.is_firm])
    return [
        ShownQuote(
            each,
            is_led
            and clock.today() <= each.valid_until
            and each.order.state != OrderState.CANCELLED
            and not (each.request is not None and each.request.is_lost)
            and not has_lost_buyer(each.order)
            # Members may have withdrawn while there was no exporter.
            and not (each.is_firm and covered.get(each.order_id, 0) < each.order.target),
        )
        for each in found
    ]


def _covered(orders: Sequence[int]) -> dict[int, int]:
    """Return the pieces of accepted letters by order."""
    letters = Commitment.objects.filter(order__in=orders, state=LetterState.ACCEPTED).order_by()
    return dict(letters.values_list("order").annotate(all=Sum(SumOfList("pieces"))))

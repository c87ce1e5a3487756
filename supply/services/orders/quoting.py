"""Prices that an exporter names to its buyer: indicative, or firm on accepted letters."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput
from common.text.formats import number
from supply.enums import Currency, OrderState, RequestState
from supply.messages import buyers
from supply.models import BuyerRequest, Order, Quote
from supply.selectors.orders.access import accepted_pieces, locked_order
from supply.services.orders.buyers import lock_buyer
from supply.services.requests.buyer_mail import send

_LONGEST_VALID: Final = timedelta(days=180)
_HOUR: Final = timedelta(hours=1)
MOST_QUOTES: Final = 100


@transaction.atomic
def quote(
    actor: User,
    uid: UUID,
    *,
    unit_price: Decimal,
    currency: Currency,
    valid_until: date,
    is_firm: bool,
) -> Quote:
    """Keep what the exporter quotes; firm only once closed letters cover the target.

    The price is what the exporter typed: nothing is computed. The buyer reads it at the link of
    its request while that is handled, and is notified of the first in an hour. Locks the order,
    then its request. Raises NotFound, Conflict `not_covered`, `order_ended`, `buyer_ended` or
    `too_many_quotes`, InvalidInput.
    """
    order = locked_order(actor, uid)
    if order.state == OrderState.CANCELLED:
        raise Conflict("order_ended", _("Pesanan ini sudah dibatalkan."))
    if not clock.today() <= valid_until <= clock.today() + _LONGEST_VALID:
        text = _("Pilih tanggal dari hari ini sampai 180 hari lagi.")
        raise InvalidInput("bad_valid_until", text, field="valid_until")
    if order.quotes.count() >= MOST_QUOTES:
        raise Conflict("too_many_quotes", _("Penawaran untuk pesanan ini sudah terlalu banyak."))
    if is_firm:
        require_covered(order)
    request = _reader(order)
    is_told = request is not None and not _was_told(request)
    quoted = Quote.objects.create(
        order=order,
        request=request,
        is_firm=is_firm,
        quantity=order.quantity,
        unit_price=unit_price,
        currency=currency,
        incoterm=order.incoterm,
        valid_until=valid_until,
        made_by=actor,
        made_at=clock.now(),
    )
    if request is not None and is_told:
        send(request, buyers.quoted(request))
    return quoted


def _reader(order: Order) -> BuyerRequest | None:
    """Return the locked request whose buyer reads the quote; None where none is open."""
    request = lock_buyer(order)
    return request if request and request.state == RequestState.TAKEN else None


def _was_told(request: BuyerRequest) -> bool:
    """Tell whether the buyer was notified of a quote within the hour, for any order."""
    return request.quotes.filter(made_at__gt=clock.now() - _HOUR).exists()


def require_covered(order: Order) -> None:
    """Raise Conflict `not_covered` unless closed letters cover the target of the order."""
    covered = accepted_pieces(order)
    if order.state != OrderState.LETTERS_CLOSED or covered < order.target:
        raise Conflict(
            "not_covered",
            _(
                "Penawaran tetap hanya berdiri di atas surat yang sudah ditutup dan menutup "
                "seluruh sasaran: %(covered)s dari %(target)s buah. Sebelum itu indikatif."
            ),
            params={"covered": number(covered), "target": number(order.target)},
            field="is_firm",
        )

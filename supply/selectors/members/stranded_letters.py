"""Accepted letters that bind members to orders which do not go on."""

from datetime import timedelta
from typing import Final

from django.db.models import QuerySet

from common.dates import clock
from supply.enums import LetterState, OrderState
from supply.models import Commitment, Order

# No order has more weeks.
_LONGEST: Final = timedelta(weeks=52)


def stranded_letters(orders: QuerySet[Order]) -> list[Commitment]:
    """Return the accepted letters of these orders, out or closed, whose weeks are to come.

    The caller knows that none of the orders goes on. Two queries.
    """
    lately = orders.filter(
        state__in=(OrderState.LETTERS_OUT, OrderState.LETTERS_CLOSED),
        first_week__gt=clock.today() - _LONGEST,
    ).order_by()
    left = [each.pk for each in lately if not each.is_over]
    letters = Commitment.objects.filter(order__in=left, state=LetterState.ACCEPTED)
    related = ("order__exporter", "invitation__order__exporter", "invitation__product__enterprise")
    return list(letters.select_related(*related).order_by("pk"))

"""Weeks that members hold for orders."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet

from common.dates import clock
from enterprises.enums import PromiseKind
from enterprises.models import CapacityPromise
from supply.models import Invitation


def open_options(invitations: Iterable[Invitation]) -> QuerySet[CapacityPromise]:
    """Return what these invitations hold now, by week: neither released nor run out."""
    return CapacityPromise.objects.filter(
        subject__in=[each.subject for each in invitations],
        kind=PromiseKind.OPTION,
        released_at__isnull=True,
        expires_at__gt=clock.now(),
    ).order_by("week", "id")


def held_parts(invitations: Iterable[Invitation]) -> Mapping[tuple[int, date], int]:
    """Return the thousandths that these invitations hold, by product and week. One query.

    The invitations are of one order, so that a product is held once.
    """
    held = open_options(invitations).values_list("product_id", "week", "thousandths")
    return {(product, week): part for product, week, part in held}

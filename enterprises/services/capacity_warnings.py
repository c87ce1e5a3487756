"""Telling those above that an enterprise can make less than it promised."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from enterprises.models import Enterprise, Product
from enterprises.selectors.shortfalls import Shortfall, short_weeks


def tell_listeners(enterprise: Enterprise, fallen: Sequence[Shortfall]) -> set[date]:
    """Call `settings.CAPACITY_LISTENERS` in the caller's transaction, unless there is nothing.

    Returns the weeks of which an exporter was notified.
    """
    told: set[date] = set()
    if fallen:
        for path in settings.CAPACITY_LISTENERS:
            told |= import_string(path)(enterprise, fallen)
    return told


def warn_of_product(product: Product, before: int) -> list[Shortfall]:
    """Tell the listeners of weeks that a lower weekly capacity makes too short; return these.

    A promise is of pieces: the part of the week that was promised stays as it is until it is
    released (ADR 37), and what the pieces take now counts for this warning alone. The product is
    saved already; `before` is the pieces a week that it could be counted on for until then.
    """
    if product.trusted_capacity >= before:
        return []
    former = {
        each.week: each.promised
        for each in short_weeks(product.enterprise_id, instead={product.pk: before})
    }
    fallen = [
        each
        for each in short_weeks(product.enterprise_id)
        if each.promised > former.get(each.week, each.free)
    ]
    told = tell_listeners(product.enterprise, fallen)
    return [replace(each, is_told=each.week in told) for each in fallen]

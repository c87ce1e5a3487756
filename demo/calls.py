"""Calls of exhibitions and training, open since before the first demo application."""

from typing import Final

from demo.past import PastDays
from programs.kinds.registry import outcome_type_of
from programs.models import Edition, Scheme

_OPENED_AGO: Final = 47


def open_calls(past: PastDays) -> None:
    """Give every edition that allots places and has no call yet one that is still open.

    An edition in use keeps what it has.
    """
    day = past.moment(_OPENED_AGO, 0).date()
    allotting = [
        scheme.pk
        for scheme in Scheme.objects.all()
        if outcome_type_of(scheme.kind, scheme.outcome).allots_places
    ]
    Edition.objects.filter(
        scheme__in=allotting, opens_on__isnull=True, first_used_at__isnull=True
    ).update(opens_on=day)

"""Requests of buyers whose exporter is one of record no longer."""

from datetime import timedelta
from typing import Final

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from common.dates import clock
from supply.enums import OrderState, RequestAct, RequestState
from supply.models import BuyerRequest, ExporterStanding, Order, RequestEvent
from supply.selectors.exporters import live_standings

# So long the buyer may wait for the exporter to be one again.
WAITED_FOR: Final = timedelta(days=30)


def left_requests() -> QuerySet[BuyerRequest]:
    """Return the requests in the hands of who is no exporter of record today, newest first."""
    standing = live_standings().filter(enterprise=OuterRef("exporter"))
    taken = BuyerRequest.objects.filter(state=RequestState.TAKEN)
    return taken.filter(~Exists(standing)).order_by("-id")


def unnotified_requests() -> QuerySet[BuyerRequest]:
    """Return those of them whose buyer was not notified since the exporter's last standing."""
    return _since_last_standing().filter(~Exists(_notified()))


def unclaimed_requests() -> QuerySet[BuyerRequest]:
    """Return those of them whose buyer was notified WAITED_FOR ago: nobody waits any longer.

    Not those of an order with closed letters: it binds its members, and may have been made.
    """
    notified = _notified().filter(at__lt=clock.now() - WAITED_FOR)
    return _since_last_standing().filter(Exists(notified), ~Exists(_closed_orders()))


def _since_last_standing() -> QuerySet[BuyerRequest]:
    granted = ExporterStanding.objects.filter(
        enterprise=OuterRef("exporter"), granted_at__isnull=False
    ).order_by("-granted_at")
    rows = left_requests().annotate(granted=Subquery(granted.values("granted_at")[:1]))
    return rows.filter(granted__lte=clock.now()).order_by("pk")


def _closed_orders() -> QuerySet[Order]:
    return Order.objects.filter(request=OuterRef("pk"), state=OrderState.LETTERS_CLOSED)


def _notified() -> QuerySet[RequestEvent]:
    sent = RequestEvent.objects.filter(request=OuterRef("pk"), name=RequestAct.EXPORTER_ENDED)
    return sent.annotate(granted=OuterRef("granted")).filter(at__gte=F("granted"))

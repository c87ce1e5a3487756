"""Requests of buyers: by the buyer's link, for an exporter, for the office."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import NotFound
from enterprises.models import Enterprise
from supply.enums import RequestState
from supply.models import BuyerRequest
from supply.permissions import may_read
from supply.selectors.exporters import exporters_of
from supply.selectors.left_requests import left_requests


def open_requests() -> QuerySet[BuyerRequest]:
    """Return the confirmed requests that no exporter has taken, newest first."""
    requests = BuyerRequest.objects.filter(state=RequestState.OPEN)
    return requests.select_related("product").order_by("-id")


def requests_of(exporter: Enterprise) -> QuerySet[BuyerRequest]:
    """Return the requests that an exporter took or was given, newest first.

    Includes those that it wrote and that their buyers have not confirmed yet, or rejected.
    """
    typed = Q(typed_for=exporter, confirmed_at__isnull=True)
    requests = BuyerRequest.objects.filter(Q(exporter=exporter) | typed)
    return requests.select_related("product").order_by("-id")


def request_for(user: User, request_id: int) -> BuyerRequest:
    """Return a request that the person reads as an exporter: an open one, or its own.

    Its own includes what it wrote for a buyer who has not confirmed it yet, or rejected it. Raises
    NotFound for any other.
    """
    own = exporters_of(user)
    seen = Q(exporter__in=own) | Q(typed_for__in=own, confirmed_at__isnull=True)
    if own.exists():
        seen |= Q(state=RequestState.OPEN)
    rows = BuyerRequest.objects.select_related(
        "product__enterprise", "exporter", "checked_by", "typed_by"
    )
    found = rows.filter(seen, pk=request_id).first()
    if found is None:
        raise _unknown()
    return found


def attachable_requests(exporter: Enterprise) -> QuerySet[BuyerRequest]:
    """Return the requests that an exporter handles and its orders may answer, newest first."""
    return BuyerRequest.objects.filter(exporter=exporter, state=RequestState.TAKEN).order_by("-id")


def request_by_digest(digest: bytes | None) -> BuyerRequest:
    """Return the request of a buyer's link; raises NotFound."""
    rows = BuyerRequest.objects.select_related("product", "exporter__regency", "typed_for")
    found = None if digest is None else rows.filter(secret_digest=digest).first()
    if found is None:
        raise _unknown()
    return found


def register_of_requests(user: User) -> QuerySet[BuyerRequest]:
    """Return the confirmed requests for officials of the province; none for others."""
    rows = BuyerRequest.objects.select_related("exporter", "typed_for").order_by("-id")
    confirmed = rows.filter(confirmed_at__isnull=False)
    return confirmed if may_read(user) else rows.none()


def left_among(requests: Sequence[BuyerRequest]) -> frozenset[int]:
    """Return the keys of those whose exporter is one of record no longer. One query."""
    keys = [each.pk for each in requests]
    return frozenset(left_requests().filter(pk__in=keys).values_list("pk", flat=True))


def left_of(user: User) -> QuerySet[BuyerRequest]:
    """Return the requests of former exporters for officials of the province; none for others."""
    return register_of_requests(user).filter(pk__in=left_requests().order_by().values("pk"))


@dataclass(frozen=True)
class StateSum:
    """How many requests are in a state, and how many pieces they ask for."""

    state: str
    label: str
    requests: int
    pieces: int


def sums_by_state(user: User) -> list[StateSum]:
    """Return the sums of the confirmed requests, by state; one query."""
    rows = register_of_requests(user).order_by().values("state")
    counted = {
        row["state"]: row for row in rows.annotate(number=Count("pk"), pieces=Sum("quantity"))
    }
    return [
        StateSum(
            state.value,
            str(state.label),
            counted[state]["number"] if state in counted else 0,
            counted[state]["pieces"] if state in counted else 0,
        )
        for state in RequestState
        if state != RequestState.UNCONFIRMED
    ]


def _unknown() -> NotFound:
    return NotFound("not_found", _("Permintaan tidak ditemukan."))

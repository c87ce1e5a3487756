"""Requests of former exporters: the buyer is notified, then they are closed."""

from typing import Final

from django.db import transaction

from common.dates import clock
from common.jobs.one_by_one import count_done
from supply.enums import RequestAct, RequestPart
from supply.messages import buyers
from supply.models import RequestEvent
from supply.selectors.left_requests import left_requests, unclaimed_requests, unnotified_requests
from supply.services.requests.buyer_mail import send
from supply.services.requests.moves import decline_left

_BATCH: Final = 200


def tell_left_buyers() -> int:
    """Tell buyers that their exporter is one no longer, once a standing, at most 200; how many."""
    keys = list(unnotified_requests().values_list("pk", flat=True)[:_BATCH])
    return count_done(_tell, keys, what="Telling the buyer of a left request")


def close_left_requests() -> int:
    """Decline, at most 200, requests that waited in vain for their exporter; return how many."""
    keys = list(unclaimed_requests().values_list("pk", flat=True)[:_BATCH])
    return count_done(decline_left, keys, what="Closing a left request")


@transaction.atomic
def _tell(key: int) -> bool:
    rows = left_requests().select_for_update(of=("self",)).select_related("exporter")
    request = rows.filter(pk=key).first()
    # Asked again under the lock: two workers may have read the same keys.
    if request is None or not unnotified_requests().filter(pk=key).exists():
        return False
    RequestEvent.objects.create(
        request=request, name=RequestAct.EXPORTER_ENDED, part=RequestPart.SYSTEM, at=clock.now()
    )
    send(request, buyers.left(request))
    return True

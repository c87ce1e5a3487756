"""Telling whom the end of a standing concerns, whether an office or the clock ended it."""

from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from common.dates import clock
from common.jobs.one_by_one import count_done
from notifications.services.outbox import enqueue_all
from supply.messages.order_notices import stranded_notices
from supply.messages.standings import left_requests_notices
from supply.models import ExporterStanding, StandingReminder
from supply.policies.standing import ENDED
from supply.selectors.left_requests import left_requests
from supply.selectors.members.stranded_letters import stranded_letters
from supply.selectors.proposing_officials import proposing_officials

_BATCH: Final = 200


def tell_of_ends() -> int:
    """Tell whom ended standings concern, each end once, at most 200; return how many.

    Members with accepted letters that no worker cancels, and officials where requests are left.
    One that another standing follows has not ended.
    """
    granted = ExporterStanding.objects.filter(granted_at__isnull=False)
    later = granted.filter(enterprise=OuterRef("enterprise"), granted_at__gt=OuterRef("granted_at"))
    told = StandingReminder.objects.filter(standing=OuterRef("pk"), days=ENDED)
    over = granted.filter(Q(ended_at__isnull=False) | Q(expires_on__lt=clock.today()))
    rows = over.filter(~Exists(later), ~Exists(told)).order_by("pk")
    keys = list(rows.values_list("pk", flat=True)[:_BATCH])
    return count_done(_tell, keys, what="Telling of an ended standing")


@transaction.atomic
def _tell(key: int) -> bool:
    standing = ExporterStanding.objects.select_related("enterprise").get(pk=key)
    _row, is_new = StandingReminder.objects.get_or_create(
        standing=standing, days=ENDED, defaults={"at": clock.now()}
    )
    if not is_new:
        return False
    exporter = standing.enterprise
    letters = stranded_letters(exporter.export_orders.all())
    enqueue_all(stranded_notices(letters, is_buyer_gone=False))
    left = left_requests().filter(exporter=exporter).count()
    if left:
        enqueue_all(left_requests_notices(exporter, left, proposing_officials()))
    return True

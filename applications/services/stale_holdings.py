"""Returning applications to the shared queue that their holder has left untouched."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from applications.lifecycle import QUEUE_STATES
from applications.messages.holdings import lapsed
from applications.models import Holding, HoldingEnd
from applications.services.holdings import move_claim
from applications.services.locking import lock_all
from common.dates import clock
from common.dates.working_days import is_working
from notifications.services.outbox import enqueue_all
from reference.selectors.calendar import closed_days

# At most this many change hands in one transaction; the rest of a person's applications wait for
# the next run.
AT_ONCE = 200
# Longer than any run of closed days, weekends aside.
_LONGEST_REST = timedelta(days=60)


def return_stale_holdings() -> int:
    """Return every application untouched for the set working days; return how many.

    One transaction and one message per holder, so that a failure keeps what others got back.
    """
    days: int = settings.HOLDING_STALE_AFTER_DAYS
    before = untouched_since(days)
    holders = list(_stale(before).order_by().values_list("holder_id", flat=True).distinct())
    returned = 0
    for holder in User.objects.filter(pk__in=holders).order_by("pk"):
        while count := _return_those_of(holder, before, days):
            returned += count
    return returned


def untouched_since(days: int) -> datetime:
    """Return the moment before which the last touch is `days` whole working days ago."""
    today = clock.today()
    furthest = today - _LONGEST_REST - timedelta(days=2 * days)
    closed = closed_days(furthest, today)
    day, left = today, days
    while left > 0 and day > furthest:
        day -= timedelta(days=1)
        left -= is_working(day, closed)
    return clock.midnight(day)


def _stale(before: datetime) -> QuerySet[Holding]:
    return Holding.objects.filter(
        until__isnull=True,
        since__lt=before,
        application__updated_at__lt=before,
        application__state__in=[str(s) for s in QUEUE_STATES],
    )


def _return_those_of(holder: User, before: datetime, days: int) -> int:
    keys = _stale(before).filter(holder=holder).order_by("application_id")
    return give_back(
        holder, list(keys.values_list("application_id", flat=True)[:AT_ONCE]), before, days
    )


def give_back(holder: User, keys: Sequence[int], before: datetime, days: int) -> int:
    """Return those of `keys` that are still stale, in one transaction; return how many.

    The holder gets one message. Locks the rows in the order of their keys.
    """
    with transaction.atomic():
        locked = lock_all(keys)
        # Checked under the locks: someone may have acted while they were awaited.
        stale = _stale(before).filter(holder=holder, application__in=keys)
        still = set(stale.values_list("application_id", flat=True))
        returned = [each for each in locked if each.pk in still]
        for application in returned:
            move_claim(application, None, ended_as=HoldingEnd.LAPSED, at=clock.now())
            application.save(update_fields=["claimed_by"])
        if returned:
            enqueue_all([lapsed(returned, holder, days)])
    return len(returned)

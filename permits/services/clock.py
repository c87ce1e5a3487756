"""Permits by the clock: those whose last day has passed, and the reminders before it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from common.dates import clock
from common.dates.reminders import reminder_due
from common.jobs.one_by_one import count_done
from notifications.services.outbox import enqueue_all
from permits.enums import PermitAction
from permits.messages.notices import changed, ends
from permits.models import Permit, PermitReminder
from permits.policies.ending import REMINDED
from permits.policies.status_table import IN_FORCE, may_follow
from permits.services.dependent_applications import notify_dependents
from permits.services.history import record, set_status

_CHUNK: Final = 500


def expire_permits() -> int:
    """End the recorded permits whose last day has passed; return how many, a transaction each.

    What a letter says ends with the letter.
    """
    due = Q(valid_until__lt=clock.today(), letter__isnull=True)
    return _attend(due, _expire, what="end of a permit")


def remind_of_ends() -> int:
    """Send the reminders that are due today, each once; return how many."""
    today = clock.today()
    horizon = today + timedelta(days=max(REMINDED))
    due = Q(valid_until__gte=today, valid_until__lte=horizon)
    return _attend(due, _remind, what="reminder of a permit")


def _attend(due: Q, act: Callable[[int], bool], *, what: str) -> int:
    done = after = 0
    while True:
        rows = Permit.objects.filter(due, status__in=IN_FORCE, pk__gt=after).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:_CHUNK])
        if not keys:
            return done
        done += count_done(act, keys, what=what)
        after = keys[-1]


@transaction.atomic
def _expire(permit_id: int) -> bool:
    permit = _locked(permit_id)
    if not _has_ended(permit, clock.today()) or not may_follow(permit.status, PermitAction.EXPIRED):
        return False
    set_status(permit, PermitAction.EXPIRED)
    permit.save(update_fields=["status", "status_at"])
    record(permit, PermitAction.EXPIRED)
    enqueue_all(changed(permit, ""))
    notify_dependents(permit, PermitAction.EXPIRED, actor=None, reason="")
    return True


@transaction.atomic
def _remind(permit_id: int) -> bool:
    permit, today = _locked(permit_id), clock.today()
    days = reminder_due(permit.valid_until, today, REMINDED) if permit.valid_until else None
    if days is None or permit.status not in IN_FORCE:
        return False
    _reminder, is_new = PermitReminder.objects.get_or_create(
        permit=permit, days=days, defaults={"on": today}
    )
    if not is_new:
        return False
    enqueue_all(ends(permit, days))
    return True


def _has_ended(permit: Permit, today: date) -> bool:
    return permit.valid_until is not None and permit.valid_until < today


def _locked(permit_id: int) -> Permit:
    locked = Permit.objects.select_for_update(of=("self",))
    return locked.select_related("enterprise").get(pk=permit_id)

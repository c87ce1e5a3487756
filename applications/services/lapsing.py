"""Reminding applicants of corrections, and closing what stayed unanswered."""

from django.db import transaction

from applications.messages.lapsing import reminder
from applications.models import Application, CorrectionWarning
from applications.policies.lapsing import FIRST_LEFT
from applications.selectors.lapsing import waiting_correction
from applications.services.locking import lock
from applications.services.transitions import perform_as_system
from common.dates import clock
from common.dates.working_days import is_working
from common.errors import Conflict
from common.jobs.one_by_one import count_done
from notifications.services.outbox import enqueue_all
from programs.enums import State, Transition
from reference.selectors.calendar import closed_days, due_date

CHUNK = 500


def attend_corrections() -> tuple[int, int]:
    """Send the reminders that are due and close what lapsed; return how many of each.

    Does nothing on a closed day. One transaction per file, so that a failure keeps the others, and
    whoever answers at that moment is served first or not closed.
    """
    today = clock.today()
    if not is_working(today, closed_days(today, today)):
        return 0, 0
    horizon = due_date(today, FIRST_LEFT)
    reminded = closed = after = 0
    while True:
        waiting = Application.objects.filter(
            state=State.REVISION_REQUESTED, due_on__lte=horizon, pk__gt=after
        )
        keys = list(waiting.order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return reminded, closed
        reminded += count_done(remind, keys, what="reminder of a correction")
        closed += count_done(close_if_lapsed, keys, what="lapse of a correction")
        after = keys[-1]


def remind(application_id: int) -> bool:
    """Send the reminder that is due today, once; tell whether one went out. Locks the row."""
    today = clock.today()
    with transaction.atomic():
        application = lock(application_id)
        waiting = waiting_correction(application)
        number = waiting.next_reminder(today) if waiting else 0
        if waiting is None or not number:
            return False
        CorrectionWarning.objects.create(request=waiting.request, number=number, on=today)
        last_day = waiting.promised_last_day(number, today)
        enqueue_all(
            reminder(application, number=number, last_day=last_day, reason=waiting.request.reason)
        )
    return True


def close_if_lapsed(application_id: int) -> bool:
    """Close a file whose correction stayed unanswered; tell whether that happened now."""
    try:
        perform_as_system(application_id, Transition.LAPSE)
    except Conflict:
        # Not yet, or someone has acted meanwhile.
        return False
    return True

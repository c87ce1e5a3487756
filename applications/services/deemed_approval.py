"""Approving what the office did not decide in time, and warning its lead before."""

import logging
from typing import Final

from django.db import transaction

from applications.messages.silence import deadline_warning, silence_reason
from applications.models import Application, SilenceWarning
from applications.policies.deemed_approval import warning_due
from applications.selectors.deemed_approval import (
    SilenceDeadline,
    deadline_now,
    leads_of,
    office_of,
    today_is_past,
    undecided,
)
from applications.services.locking import lock_with_enterprise
from applications.services.transitions import perform_as_system
from common.dates import clock
from common.dates.working_days import is_working
from common.errors import Conflict
from common.jobs.one_by_one import count_done
from notifications.services.outbox import enqueue_all
from programs.enums import State, Transition

CHUNK: Final = 500
_LOG: Final = logging.getLogger(__name__)


def attend_undecided() -> tuple[int, int]:
    """Warn the leads of files whose time is ending, approve those whose time is over.

    Return how many of each. May be repeated, and catches up after missed runs. One transaction per
    file, so that a failure keeps the others, and an official who decides at that moment is served
    first or learns that the file has moved on.
    """
    warned = approved = after = 0
    while True:
        keys = list(
            undecided().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK]
        )
        if not keys:
            return warned, approved
        warned += count_done(warn_if_due, keys, what="warning before silence approves")
        approved += count_done(approve_if_silent, keys, what="approval by silence")
        after = keys[-1]


def warn_if_due(application_id: int) -> bool:
    """Warn the office's lead once when two and when one working day is left; tell whether it did.

    Nobody is warned on a closed day: it is not one of the days left. Locks the row.
    """
    with transaction.atomic():
        application = lock_with_enterprise(application_id)
        deadline, today = deadline_now(application), clock.today()
        if deadline is None or not is_working(today, deadline.closed):
            return False
        left = warning_due(deadline.last_day, today, deadline.closed)
        agency = office_of(application) if left else None
        if agency is None:
            return False
        _warning, is_new = SilenceWarning.objects.get_or_create(
            application=application,
            last_day=deadline.last_day,
            left=left,
            defaults={"on": today},
        )
        if is_new:
            people = leads_of(application, agency)
            enqueue_all(
                deadline_warning(application, people, last_day=deadline.last_day, left=left)
            )
    return is_new


def approve_if_silent(application_id: int) -> bool:
    """Approve a file that the office did not decide in time; tell whether that happened now.

    Not one that a rule refuses today, whose documents nobody could open, or that no office
    examines: it stays late, for a person to decide.
    """
    try:
        with transaction.atomic():
            application = lock_with_enterprise(application_id)
            deadline = deadline_now(application)
            if deadline is None or not today_is_past(deadline):
                return False
            if office_of(application) is None:
                raise Conflict("no_office", "no office examines the file")
            _approve(application, deadline)
    except Conflict as error:
        _LOG.warning("application %s stays undecided: %s", application_id, error.code)
        return False
    return True


def _approve(application: Application, deadline: SilenceDeadline) -> None:
    reason = silence_reason(days=deadline.days, last_day=deadline.last_day, basis=deadline.basis)
    if application.state == State.SUBMITTED:
        # The table allows a decision only under review, which had not begun.
        perform_as_system(application.pk, Transition.START_REVIEW, reason=reason)
    perform_as_system(application.pk, Transition.APPROVE, reason=reason)

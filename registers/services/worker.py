"""What a worker does for imports: a slice of one of them at a time, from where the last one ended.

A slice is short, so that messages and small imports get their turn beside a large one.
"""

import logging
import time
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation

from common.dates import clock
from common.errors import InvalidInput
from notifications.services.outbox import enqueue_all
from registers.enums import WHOLE_PROVINCE, RunState
from registers.messages import notices_of
from registers.models import RegisterRun
from registers.permissions import import_regions
from registers.services.advancing import advance
from registers.services.duplicate_index import forget
from registers.services.error_report import ErrorReport, error_report_at
from registers.services.leases import (
    ClaimLost,
    claim_next,
    held,
    let_go,
    rest,
    stop,
    wait_after_failure,
)
from registers.services.storage import errors_path, register_path
from registers.services.undo import undo

logger = logging.getLogger(__name__)


def work_next() -> bool:
    """Moves the import that waited longest by one slice; False when none waits.

    An error leaves the checkpoint as it is: the run is tried again after its lease, and stopped
    after five failures at one place.
    """
    stop_abandoned()
    with transaction.atomic():
        run = claim_next()
    if run is None:
        return False
    claim = run.claim
    if claim is None:
        return True
    try:
        _serve(run)
    except ClaimLost:
        logger.info("import %s is worked on elsewhere", run.pk)
    except Exception:
        logger.exception("import %s failed", run.pk)
        wait_after_failure(run.pk, claim)
    return True


def finish(run_id: int, claim: UUID | None, journal: ErrorReport) -> RegisterRun:
    """Ends reading: the check waits for the person, the import is done. Raises ClaimLost."""
    with transaction.atomic():
        run = held(run_id, claim)
        if run.state == RunState.CHECKING:
            run.state, run.expected = RunState.CHECKED, run.counts
        else:
            run.state, run.ended_at = RunState.IMPORTED, clock.now()
        if not run.errors_bytes:
            run.errors_bytes = journal.write((), at=0)
        run.offset = run.size
        rest(run)
        run.save()
        forget(run.pk)
        enqueue_all(notices_of(run))
    return run


def stop_abandoned() -> int:
    """Ends the imports of commands that were killed; returns how many.

    Their file is not ours to open, so that nobody but the command could go on.
    """
    with transaction.atomic():
        found = RegisterRun.objects.select_for_update(skip_locked=True).filter(
            claimed_until__lt=clock.now(),
            state__in=(RunState.CHECKING, RunState.IMPORTING),
            stored_name="",
        )
        for run in (abandoned := list(found)):
            forget(run.pk)
            if run.state == RunState.CHECKING:
                run.delete()
            else:
                stop(run, "command_died")
    return len(abandoned)


def _serve(run: RegisterRun) -> None:
    if run.state == RunState.UNDOING:
        undo(run.pk, run.claim)
        return
    if not _is_still_right(run):
        _stop(run, "right_lost")
        return
    if not register_path(run).exists():
        _stop(run, "file_gone")
        return
    person = run.confirmed_by or run.uploaded_by
    with translation.override(person.language if person else settings.LANGUAGE_CODE):
        _read_on(run)


def _read_on(run: RegisterRun) -> None:
    ends = time.monotonic() + settings.REGISTER_SLICE.total_seconds()
    try:
        with error_report_at(errors_path(run), anew=not run.errors_bytes) as journal:
            path = register_path(run)
            if advance(run, path, journal, until=lambda run: time.monotonic() > ends):
                finish(run.pk, run.claim, journal)
            else:
                let_go(run.pk, run.claim)
    except InvalidInput:
        _stop(run, "unreadable")


def _is_still_right(run: RegisterRun) -> bool:
    """The person's scope is asked again now: a right lost since the upload counts."""
    person = run.confirmed_by or run.uploaded_by
    if person is None:
        return True
    allowed = import_regions(person)
    return WHOLE_PROVINCE in allowed or {*run.regions} <= {*allowed}


def _stop(run: RegisterRun, reason: str) -> None:
    with transaction.atomic():
        stop(held(run.pk, run.claim), reason)

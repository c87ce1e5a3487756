"""Leases on imports (`common.jobs.leases`), and how imports end."""

import uuid

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from common.dates import clock
from common.jobs.leases import claim_waiting, lock_claimed_row, release_row
from notifications.services.outbox import enqueue_all
from registers.enums import WORKER_STATES, RunState
from registers.messages import notices_of
from registers.models import RegisterRun
from registers.services.duplicate_index import clear_duplicate_index
from registers.services.error_report import ErrorReport

ACTIVE = sorted(WORKER_STATES)
# An arbitrary number that no other advisory lock of the database has.
_IMPORT_LOCK = 7_201_735


def lock_imports() -> None:
    """Block other imports from writing until the transaction ends; people may still register.

    Two chunks with the same numbers in different orders would deadlock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])


def claim_next() -> RegisterRun | None:
    """Claim the run that has waited longest; call it in a transaction.

    A run claimed MAX_ATTEMPTS times without progress is stopped instead.
    """
    # A command has no stored file: workers only undo its import.
    workable = _active_runs().filter(~Q(stored_name="") | Q(state=RunState.UNDOING))
    run = claim_waiting(workable, settings.REGISTER_LEASE)
    if run is not None and run.claim is None:
        stop(run, "failed")
    return run


def lock_claimed(run_id: int, claim: uuid.UUID | None) -> RegisterRun:
    """Return the run, locked until the transaction ends.

    Raises ClaimLost when the claim no longer holds.
    """
    return lock_claimed_row(_active_runs(), run_id, claim)


def renew(run: RegisterRun) -> None:
    """Extend the claim after progress, and reset the count of failures; does not save."""
    run.renew(settings.REGISTER_LEASE)


def release(run_id: int, claim: uuid.UUID | None) -> None:
    """Release the run for another worker; runs that have waited longer come first."""
    release_row(RegisterRun.objects.all(), run_id, claim)


def retry_after_lease(run_id: int, claim: uuid.UUID | None) -> None:
    """Let the run be tried again after its lease, not at once."""
    release_row(RegisterRun.objects.all(), run_id, claim, after=settings.REGISTER_LEASE)


def finish(run_id: int, claim: uuid.UUID | None, report: ErrorReport) -> RegisterRun:
    """End reading: a check then waits for the person, an import is done. Raises ClaimLost."""
    with transaction.atomic():
        run = lock_claimed(run_id, claim)
        if run.state == RunState.CHECKING:
            run.state, run.expected = RunState.CHECKED, run.counts
        else:
            run.state, run.ended_at = RunState.IMPORTED, clock.now()
        if not run.errors_bytes:
            run.errors_bytes = report.write((), at=0)
        run.offset = run.size
        run.clear_claim()
        run.save()
        clear_duplicate_index(run.pk)
        enqueue_all(notices_of(run))
    return run


def stop(run: RegisterRun, reason: str) -> None:
    """End work on a locked run with a reason, and notify the person; nothing imported is lost."""
    run.reason = reason
    if run.state == RunState.UNDOING:
        run.state = RunState.IMPORTED if run.ended_at else RunState.STOPPED
    elif run.state == RunState.CHECKING:
        run.state = RunState.REFUSED
    else:
        run.state = RunState.STOPPED
    enqueue_all(notices_of(run))
    run.undone_by = None
    run.clear_claim()
    run.save()


def _active_runs() -> QuerySet[RegisterRun]:
    return RegisterRun.objects.filter(state__in=ACTIVE)

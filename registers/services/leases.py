"""Leases on imports and how they end: one worker at a time, under a claim that expires.

A worker that dies stops renewing its claim, so another continues from the checkpoint.
"""

import uuid

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from common.dates import clock
from notifications.services.outbox import enqueue_all
from registers.enums import WORKER_STATES, RunState
from registers.messages import notices_of
from registers.models import RegisterRun
from registers.services.duplicate_index import clear_duplicate_index
from registers.services.error_report import ErrorReport

MAX_ATTEMPTS = 5
ACTIVE = sorted(WORKER_STATES)
# An arbitrary number that no other advisory lock of the database has.
_IMPORT_LOCK = 7_201_735


class ClaimLost(Exception):
    """Another worker has the run, or a person ended it."""


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
    now = clock.now()
    run = (
        RegisterRun.objects.select_for_update(skip_locked=True)
        .filter(Q(claimed_until=None) | Q(claimed_until__lt=now), state__in=ACTIVE)
        # A command has no stored file: workers only undo its import.
        .filter(~Q(stored_name="") | Q(state=RunState.UNDOING))
        .order_by(F("claimed_until").asc(nulls_first=True), "id")
        .first()
    )
    if run is None:
        return None
    run.attempts += 1
    if run.attempts > MAX_ATTEMPTS:
        stop(run, "failed")
        return run
    run.claim = uuid.uuid4()
    run.claimed_until = now + settings.REGISTER_LEASE
    run.save(update_fields=["claim", "claimed_until", "attempts"])
    return run


def lock_claimed(run_id: int, claim: uuid.UUID | None) -> RegisterRun:
    """Return the run, locked until the transaction ends.

    Raises ClaimLost when the claim no longer holds.
    """
    run = RegisterRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or claim is None or run.claim != claim or run.state not in ACTIVE:
        raise ClaimLost
    return run


def renew(run: RegisterRun) -> None:
    """Extend the claim after progress, and reset the count of failures; does not save."""
    run.claimed_until = clock.now() + settings.REGISTER_LEASE
    run.attempts = 0


def release(run_id: int, claim: uuid.UUID | None) -> None:
    """Release the run for another worker; runs that have waited longer come first."""
    RegisterRun.objects.filter(pk=run_id, claim=claim).update(claim=None, claimed_until=clock.now())


def retry_after_lease(run_id: int, claim: uuid.UUID | None) -> None:
    """Leave the run to be tried again after its lease, not at once."""
    RegisterRun.objects.filter(pk=run_id, claim=claim).update(
        claim=None, claimed_until=clock.now() + settings.REGISTER_LEASE
    )


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
        clear_claim(run)
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
    clear_claim(run)
    run.save()


def clear_claim(run: RegisterRun) -> None:
    """Clear the claim, so that no worker runs it until a person requests it; does not save."""
    run.claim = None
    run.claimed_until = None
    run.attempts = 0

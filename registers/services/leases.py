"""Who works on an import: one worker at a time, under a claim that ends when the worker dies."""

import uuid

from django.conf import settings
from django.db.models import F, Q

from common.dates import clock
from notifications.services.outbox import enqueue_all
from registers.enums import WORKED_STATES, RunState
from registers.messages import notices_of
from registers.models import RegisterRun

MAX_ATTEMPTS = 5
ACTIVE = sorted(WORKED_STATES)


class ClaimLost(Exception):
    """Another worker has the run, or a person ended it."""


def claim_next() -> RegisterRun | None:
    """Claims the run that waited longest; call it in a transaction.

    One that was claimed too often without coming on is stopped instead.
    """
    now = clock.now()
    run = (
        RegisterRun.objects.select_for_update(skip_locked=True)
        .filter(Q(claimed_until=None) | Q(claimed_until__lt=now), state__in=ACTIVE)
        # A command has no stored file: only its undo is ours.
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


def held(run_id: int, claim: uuid.UUID | None) -> RegisterRun:
    """The run, locked until the transaction ends; raises ClaimLost when it is no longer ours."""
    run = RegisterRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or claim is None or run.claim != claim or run.state not in ACTIVE:
        raise ClaimLost
    return run


def renew(run: RegisterRun) -> None:
    """Came on: the claim holds for another while, and earlier failures count no more."""
    run.claimed_until = clock.now() + settings.REGISTER_LEASE
    run.attempts = 0


def let_go(run_id: int, claim: uuid.UUID | None) -> None:
    """Another worker may go on now; those who waited longer come first."""
    RegisterRun.objects.filter(pk=run_id, claim=claim).update(claim=None, claimed_until=clock.now())


def wait_after_failure(run_id: int, claim: uuid.UUID | None) -> None:
    """The run is tried again after its lease, not at once."""
    RegisterRun.objects.filter(pk=run_id, claim=claim).update(
        claim=None, claimed_until=clock.now() + settings.REGISTER_LEASE
    )


def stop(run: RegisterRun, reason: str) -> None:
    """Ends work on a locked run with a reason, and tells the person. Nothing is lost by it."""
    run.reason = reason
    if run.state == RunState.UNDOING:
        run.state = RunState.IMPORTED if run.ended_at else RunState.STOPPED
    elif run.state == RunState.CHECKING:
        run.state = RunState.REFUSED
    else:
        run.state = RunState.STOPPED
    enqueue_all(notices_of(run))
    run.undone_by = None
    rest(run)
    run.save()


def rest(run: RegisterRun) -> None:
    """Nobody works on the run until somebody asks for it again; does not save."""
    run.claim = None
    run.claimed_until = None
    run.attempts = 0

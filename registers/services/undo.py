"""Undo a whole import if nothing depends on it; otherwise report what does."""

from uuid import UUID

from django.db import IntegrityError, connection, transaction

from common.dates import clock
from enterprises.models import Enterprise
from notifications.services.outbox import enqueue_all
from registers.enums import RunState
from registers.messages import notices_of
from registers.models import RegisterChange, RegisterRun
from registers.selectors.dependents import dependents, describe
from registers.services.changes import overwrite, restore
from registers.services.duplicate_index import clear_duplicate_index
from registers.services.leases import lock_claimed, lock_imports, stop

BATCH = 2000
_LOCK = (
    f"SELECT count(*) FROM (SELECT e.id FROM {Enterprise._meta.db_table} e "  # noqa: S608
    f"JOIN {RegisterChange._meta.db_table} c ON c.enterprise_id = e.id "
    "WHERE c.run_id = %s ORDER BY e.id FOR UPDATE OF e) locked"
)


def undo(run_id: int, claim: UUID | None) -> None:
    """Delete what the import created and restore what it overwrote, all of it or nothing.

    One transaction, so a killed worker leaves no trace and the next one starts over. Raises
    ClaimLost.
    """
    try:
        with transaction.atomic():
            run = lock_claimed(run_id, claim)
            lock_imports()
            _lock_enterprises(run)
            blocking = dependents(run)
            if count := blocking.count():
                run.dependents, run.dependents_count = describe(blocking), count
                stop(run, "depends")
                return
            _restore_all(run)
            _finish(run)
    except IntegrityError:
        # A number that the import had freed is now used by another enterprise.
        with transaction.atomic():
            stop(lock_claimed(run_id, claim), "taken")


def _lock_enterprises(run: RegisterRun) -> None:
    """Wait for claims and edits in progress; later ones wait for the undo and find nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [run.pk])


def _restore_all(run: RegisterRun) -> None:
    changes = RegisterChange.objects.filter(run=run).select_related("enterprise")
    while batch := list(changes.order_by("enterprise_id")[:BATCH]):
        overwrite([restore(c.enterprise, c.former_values) for c in batch if c.former_cipher])
        created = [c.enterprise_id for c in batch if c.former_cipher is None]
        RegisterChange.objects.filter(pk__in=[c.pk for c in batch]).delete()
        # `dependents` found nothing that points at them; the database would refuse otherwise.
        Enterprise.objects.filter(pk__in=created)._raw_delete(using=connection.alias)


def _finish(run: RegisterRun) -> None:
    run.state, run.undone_at, run.reason = RunState.UNDONE, clock.now(), ""
    run.clear_claim()
    run.save()
    clear_duplicate_index(run.pk)
    enqueue_all(notices_of(run))

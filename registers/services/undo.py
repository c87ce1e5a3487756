"""Undoes a whole import while nothing depends on it, or says what does."""

from uuid import UUID

from django.db import IntegrityError, connection, transaction

from common.dates import clock
from enterprises.models import Enterprise
from notifications.services.outbox import enqueue_all
from registers.enums import RunState
from registers.messages import notices_of
from registers.models import RegisterChange, RegisterRun
from registers.selectors.dependents import dependents, described
from registers.services.changes import overwrite, put_back
from registers.services.chunk import one_import_at_a_time
from registers.services.duplicate_index import forget
from registers.services.leases import held, rest, stop

BATCH = 2000
_LOCK = (
    f"SELECT count(*) FROM (SELECT e.id FROM {Enterprise._meta.db_table} e "  # noqa: S608
    f"JOIN {RegisterChange._meta.db_table} c ON c.enterprise_id = e.id "
    "WHERE c.run_id = %s ORDER BY e.id FOR UPDATE OF e) locked"
)


def undo(run_id: int, claim: UUID | None) -> None:
    """Deletes what the import created and puts back what it overwrote, all of it or nothing.

    One transaction, which a killed worker leaves without a trace; the next one begins anew. Raises
    ClaimLost.
    """
    try:
        with transaction.atomic():
            run = held(run_id, claim)
            one_import_at_a_time()
            _lock_enterprises(run)
            found = dependents(run)
            if count := found.count():
                run.dependents, run.dependents_count = described(found), count
                stop(run, "depends")
                return
            _put_all_back(run)
            _end(run)
    except IntegrityError:
        # A number that the import had freed was taken meanwhile.
        with transaction.atomic():
            stop(held(run_id, claim), "taken")


def _lock_enterprises(run: RegisterRun) -> None:
    """A claim or an edit under way is waited for; later ones wait for us and find nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [run.pk])


def _put_all_back(run: RegisterRun) -> None:
    changes = RegisterChange.objects.filter(run=run).select_related("enterprise")
    while batch := list(changes.order_by("enterprise_id")[:BATCH]):
        overwrite([put_back(c.enterprise, c.former_values) for c in batch if c.former_cipher])
        created = [c.enterprise_id for c in batch if c.former_cipher is None]
        RegisterChange.objects.filter(pk__in=[c.pk for c in batch]).delete()
        # Nothing points at them, as was just asked; the database would refuse if something did.
        Enterprise.objects.filter(pk__in=created)._raw_delete(using=connection.alias)


def _end(run: RegisterRun) -> None:
    run.state, run.undone_at, run.reason = RunState.UNDONE, clock.now(), ""
    rest(run)
    run.save()
    forget(run.pk)
    enqueue_all(notices_of(run))

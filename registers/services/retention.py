"""Delete registers and former values when due: undo needs them, but they hold personal data."""

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, F
from django.db.models.functions import Coalesce

from common.dates import clock
from registers.enums import WORKER_STATES, RunState
from registers.models import RegisterChange, RegisterRun
from registers.services.duplicate_index import clear_duplicate_index
from registers.services.storage import delete_files, delete_orphans

_PER_RUN = 100


def purge_old() -> int:
    """Delete files and former values older than REGISTER_RETENTION; return the number of imports.

    The imports stay in the list, with their counts.
    """
    ended = Coalesce(F("ended_at"), F("created_at"), output_field=DateTimeField())
    old = (
        RegisterRun.objects.exclude(state__in=WORKER_STATES)
        .annotate(ended=ended)
        .filter(purged_at=None, ended__lt=clock.now() - settings.REGISTER_RETENTION)
        .order_by("id")
    )
    keys = list(old.values_list("pk", flat=True)[:_PER_RUN])
    for key in keys:
        _purge(key)
    delete_orphans()
    return len(keys)


def _purge(key: int) -> None:
    with transaction.atomic():
        run = RegisterRun.objects.select_for_update().get(pk=key)
        if run.state in WORKER_STATES:
            return
        RegisterChange.objects.filter(run=run).delete()
        clear_duplicate_index(run.pk)
        name, run.stored_name = run.stored_name, ""
        run.purged_at = clock.now()
        run.dependents = []
        if run.state == RunState.CHECKED:
            run.state = RunState.DISCARDED
        run.save()
    # After the commit: a crash in between leaves a file without a row, which a sweep deletes.
    delete_files(name)

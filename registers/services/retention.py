"""How long registers and former values are kept: they hold personal data, and undo needs them."""

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, F
from django.db.models.functions import Coalesce

from common.dates import clock
from registers.enums import WORKED_STATES, RunState
from registers.models import RegisterChange, RegisterRun
from registers.services.duplicate_index import forget
from registers.services.storage import drop, drop_orphans

_AT_ONCE = 100


def purge_old() -> int:
    """Deletes files and former values that were kept REGISTER_KEPT; returns of how many imports.

    What the import did stays in the list, with its counts.
    """
    ended = Coalesce(F("ended_at"), F("created_at"), output_field=DateTimeField())
    old = (
        RegisterRun.objects.exclude(state__in=WORKED_STATES)
        .annotate(ended=ended)
        .filter(purged_at=None, ended__lt=clock.now() - settings.REGISTER_KEPT)
        .order_by("id")
    )
    keys = list(old.values_list("pk", flat=True)[:_AT_ONCE])
    for key in keys:
        _purge(key)
    drop_orphans()
    return len(keys)


def _purge(key: int) -> None:
    with transaction.atomic():
        run = RegisterRun.objects.select_for_update().get(pk=key)
        if run.state in WORKED_STATES:
            return
        RegisterChange.objects.filter(run=run).delete()
        forget(run.pk)
        name, run.stored_name = run.stored_name, ""
        run.purged_at = clock.now()
        run.dependents = []
        if run.state == RunState.CHECKED:
            run.state = RunState.DISCARDED
        run.save()
    # After the commit: a row without its file is found out, a file without its row is swept.
    drop(name)

"""Background work on imports: one slice of one import at a time, from where the last ended.

A slice is short, so that messages and small imports get their turn beside a large one.
"""

import logging
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation

from common.dates import clock
from common.errors import InvalidInput
from common.jobs.leases import ClaimLost
from registers.enums import WHOLE_PROVINCE, RunState
from registers.messages import REASONS
from registers.models import RegisterRun
from registers.permissions import import_regions
from registers.services.chunks import process_chunks
from registers.services.duplicate_index import clear_duplicate_index
from registers.services.error_report import open_error_report
from registers.services.leases import (
    claim_next,
    finish,
    lock_claimed,
    release,
    retry_after_lease,
    stop,
)
from registers.services.reading import as_text_register
from registers.services.storage import (
    delete_files,
    errors_path,
    part_path,
    register_path,
    table_path,
)
from registers.services.undo import undo

logger = logging.getLogger(__name__)


def work_next() -> bool:
    """Advance the import that has waited longest by one slice; False when none waits.

    An error leaves the checkpoint as it is: the run is tried again after its lease, and stopped
    after five failures at the same place.
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
        _work_on(run)
    except ClaimLost:
        logger.info("import %s is worked on elsewhere", run.pk)
    except Exception:
        logger.exception("import %s failed", run.pk)
        retry_after_lease(run.pk, claim)
    _delete_what_was_discarded(run)
    return True


def _delete_what_was_discarded(run: RegisterRun) -> None:
    """Delete what the slice wrote for an upload that its person discarded meanwhile."""
    if not RegisterRun.objects.filter(stored_name=run.stored_name).exists():
        delete_files(run.stored_name)


def stop_abandoned() -> int:
    """End the imports of commands that were killed; return how many.

    A worker cannot open the command's file, so only the command could continue.
    """
    with transaction.atomic():
        expired = RegisterRun.objects.select_for_update(skip_locked=True).filter(
            claimed_until__lt=clock.now(),
            state__in=(RunState.CHECKING, RunState.IMPORTING),
            stored_name="",
        )
        for run in (abandoned := list(expired)):
            clear_duplicate_index(run.pk)
            if run.state == RunState.CHECKING:
                run.delete()
            else:
                stop(run, "command_died")
    return len(abandoned)


def _work_on(run: RegisterRun) -> None:
    if run.state == RunState.UNDOING:
        undo(run.pk, run.claim)
        return
    if not _is_still_permitted(run):
        _stop(run, "right_lost")
        return
    if not register_path(run).exists():
        _stop(run, "file_gone")
        return
    person = run.confirmed_by or run.uploaded_by
    with translation.override(person.language if person else settings.LANGUAGE_CODE):
        _process_slice(run)


def _process_slice(run: RegisterRun) -> None:
    ends = time.monotonic() + settings.REGISTER_SLICE.total_seconds()
    try:
        path = _text_of(run)
        with open_error_report(errors_path(run), overwrite=False) as report:
            if process_chunks(run, path, report, until=lambda run: time.monotonic() > ends):
                finish(run.pk, run.claim, report)
            else:
                release(run.pk, run.claim)
    except InvalidInput as error:
        why = str(error.params.get("why", ""))
        _stop(run, why if why in REASONS else "unreadable")


def _text_of(run: RegisterRun) -> Path:
    """Return the register as text; a workbook is written as text once, beside it.

    Raises InvalidInput.
    """
    table = table_path(run)
    if table.exists():
        return table
    text = as_text_register(register_path(run), part_path(run))
    if text.path != part_path(run):
        return text.path
    text.path.replace(table)
    RegisterRun.objects.filter(pk=run.pk, claim=run.claim).update(sheet=text.sheet)
    return table


def _is_still_permitted(run: RegisterRun) -> bool:
    """Tell whether the person's scope still covers the run: it may have ended since the upload."""
    person = run.confirmed_by or run.uploaded_by
    if person is None:
        return True
    allowed = import_regions(person)
    return WHOLE_PROVINCE in allowed or {*run.regions} <= {*allowed}


def _stop(run: RegisterRun, reason: str) -> None:
    with transaction.atomic():
        stop(lock_claimed(run.pk, run.claim), reason)

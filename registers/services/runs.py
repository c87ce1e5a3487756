"""Actions of a person on the import of a register: upload, confirm, resume, discard, undo."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound
from common.files.media_types import clean_filename
from common.files.private_files import StoredFile
from common.jobs.workers import wake_worker_on_commit
from registers.enums import RunState
from registers.models import RegisterRun
from registers.permissions import require_import
from registers.selectors.runs import run_for
from registers.services.reading import as_text_register, read_register
from registers.services.storage import delete_files, store_upload

WORK_TASK = "registers.tasks.work_registers"
ONE_RUN_PER_FILE = "register_run_once_a_file"


def upload(actor: User, chunks: Iterable[bytes], *, filename: str) -> RegisterRun:
    """Store a register and have it checked in the background; nothing is imported yet.

    Raises NotPermitted, TooLarge, InvalidInput for a file that is not a register or has no rows,
    and Conflict `same_file` (params: `run`) while the same file is being imported or has been.
    """
    regions = require_import(actor)
    stored = store_upload(chunks)
    try:
        _refuse_empty(stored)
        return _create_run(actor, stored, regions, clean_filename(filename))
    except BaseException:
        delete_files(stored.name)
        raise


def confirm(actor: User, run_id: int) -> RegisterRun:
    """Start the import of a checked register; a repeated request changes nothing.

    Raises NotFound, Conflict `stale`.
    """
    with transaction.atomic():
        run = _locked(actor, run_id)
        if run.state == RunState.IMPORTING:
            return run
        if run.state != RunState.CHECKED:
            raise _stale(run)
        _rewind(run)
        run.state = RunState.IMPORTING
        run.confirmed_by, run.confirmed_at = actor, clock.now()
        return _hand_to_worker(run)


def resume(actor: User, run_id: int) -> RegisterRun:
    """Resume an import that stopped, from its checkpoint. Raises NotFound, Conflict `stale`."""
    with transaction.atomic():
        run = _locked(actor, run_id)
        if run.state != RunState.STOPPED or not run.stored_name:
            raise _stale(run)
        run.state = RunState.IMPORTING
        run.confirmed_by, run.confirmed_at = actor, clock.now()
        return _hand_to_worker(run)


def discard(actor: User, run_id: int) -> RegisterRun:
    """Discard an upload that was not imported, and delete its file once committed.

    Raises NotFound, Conflict `stale`.
    """
    with transaction.atomic():
        run = _locked(actor, run_id)
        if run.state not in (RunState.CHECKING, RunState.CHECKED, RunState.REFUSED):
            raise _stale(run)
        run.state = RunState.DISCARDED
        run.ended_at = run.purged_at = clock.now()
        transaction.on_commit(lambda name=run.stored_name: delete_files(name))  # type: ignore[misc]
        run.stored_name = ""
        run.clear_claim()
        run.save()
    return run


def request_undo(actor: User, run_id: int) -> RegisterRun:
    """Have a whole import undone in the background, or refused when something depends on it.

    Raises NotFound, Conflict `stale`, and `too_late` once the former values are deleted.
    """
    with transaction.atomic():
        run = _locked(actor, run_id)
        if run.state == RunState.UNDOING:
            return run
        if run.state not in (RunState.IMPORTED, RunState.STOPPED):
            raise _stale(run)
        if not may_still_undo(run):
            raise Conflict("too_late", _("Masa pembatalan sudah lewat: data semula sudah dihapus."))
        run.state = RunState.UNDOING
        run.undone_by = actor
        run.dependents, run.dependents_count = [], 0
        return _hand_to_worker(run)


def may_still_undo(run: RegisterRun) -> bool:
    """Tell whether the former values are still stored."""
    return run.purged_at is None and clock.now() < run.kept_until


def _create_run(actor: User, stored: StoredFile, regions: list[str], filename: str) -> RegisterRun:
    try:
        with transaction.atomic():
            run = RegisterRun.objects.create(
                uploaded_by=actor,
                regions=regions,
                filename=filename,
                size=stored.size,
                sha256=stored.sha256,
                stored_name=stored.name,
                created_at=clock.now(),
            )
            wake_worker_on_commit(WORK_TASK)
    except IntegrityError as error:
        if ONE_RUN_PER_FILE not in str(error):
            raise
        raise _same_file(stored, regions) from error
    return run


def _same_file(stored: StoredFile, regions: list[str]) -> Conflict:
    earlier = (
        RegisterRun.objects.filter(sha256=stored.sha256, regions=regions)
        .exclude(stored_name="")
        .order_by("-id")
        .first()
    )
    text = _("Berkas yang sama sudah diunggah dan %(state)s.")
    return Conflict(
        "same_file",
        text % {"state": earlier.get_state_display() if earlier else _("sedang diperiksa")},
        field="file",
        params={"run": earlier.pk if earlier else None},
    )


def _refuse_empty(stored: StoredFile) -> None:
    with tempfile.TemporaryDirectory(prefix="register") as folder:
        table = as_text_register(stored.path, Path(folder) / "first.csv", only_first=True)
        first = next((row for row in read_register(table.path) if not row.is_total), None)
    if first is None:
        text = _("Berkas ini hanya berisi nama kolom. Isi dahulu baris usahanya.")
        raise InvalidInput("no_rows", text, field="file")


def _locked(actor: User, run_id: int) -> RegisterRun:
    run_for(actor, run_id)
    # Locked by itself: with joins, the joined rows would be those from before the wait.
    run = RegisterRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise NotFound("not_found", _("Impor tidak ditemukan."))
    return run


def _rewind(run: RegisterRun) -> None:
    run.line = run.offset = run.errors_bytes = run.skipped = run.zero_niks = 0
    for name in run.counts:
        setattr(run, name, 0)


def _hand_to_worker(run: RegisterRun) -> RegisterRun:
    run.reason = ""
    run.clear_claim()
    run.save()
    wake_worker_on_commit(WORK_TASK)
    return run


def _stale(run: RegisterRun) -> Conflict:
    text = _("Keadaan impor sudah berubah: %(state)s. Periksa lagi di halaman ini.")
    return Conflict("stale", text % {"state": run.get_state_display()})

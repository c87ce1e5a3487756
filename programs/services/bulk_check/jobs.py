"""What a person does with a bulk check: send a file, discard it; a worker does the checking."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.scope import is_official
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotPermitted
from common.files.media_types import clean_filename
from common.files.private_files import StoredFile
from common.files.spreadsheets import SheetLimits
from common.jobs.workers import wake_worker_on_commit
from programs.models import BulkCheck
from programs.selectors.bulk_checks import bulk_check_for, bulk_checks_of, running_check_of
from programs.services.bulk_check.files import FILES
from programs.services.bulk_check.rows import check_table
from programs.services.bulk_check.table import as_text, read_text

WORK_TASK: Final = "programs.tasks.work_bulk_checks"
ONE_RUNNING: Final = "bulk_check_one_running"
# What a request reads: enough to find the header, and too little to keep others waiting.
_GLANCE: Final = SheetLimits(unpacked=4_000_000)
_FIRST_ROWS: Final = 200


def start_bulk_check(actor: User, chunks: Iterable[bytes], *, filename: str) -> BulkCheck:
    """Store a file and have its rows checked in the background, in the active language.

    Only the size, the kind of file and the names of the columns are looked at. Raises NotPermitted,
    TooLarge, InvalidInput for a file without such columns, and Conflict `already_running` (params:
    `check`, except for one that has just ended) while another file of the person is being checked.
    """
    if not is_official(actor):
        raise NotPermitted("not_official", _("Pemeriksaan ini hanya untuk petugas dinas."))
    _refuse_second(actor)
    stored = FILES.store(chunks, suffix="", most=settings.BULK_CHECK_MAX_BYTES)
    try:
        _refuse_at_a_glance(stored.path)
        check = _create(actor, stored, clean_filename(filename))
    except BaseException:
        FILES.delete(stored.name)
        raise
    return check


def discard_bulk_check(actor: User, check_id: int) -> None:
    """Delete a check with its files, also one that is running. Raises NotFound."""
    with transaction.atomic():
        bulk_check_for(actor, check_id)
        _delete(BulkCheck.objects.select_for_update().filter(pk=check_id))


def _create(actor: User, stored: StoredFile, filename: str) -> BulkCheck:
    now = clock.now()
    try:
        with transaction.atomic():
            check = BulkCheck.objects.create(
                person=actor,
                filename=filename,
                size=stored.size,
                stored_name=stored.name,
                language=get_language() or settings.LANGUAGE_CODE,
                on=clock.today(),
                created_at=now,
            )
            kept = bulk_checks_of(actor).values_list("pk", flat=True)
            most = settings.BULK_CHECK_MOST_KEPT
            _delete(BulkCheck.objects.filter(pk__in=[*kept[most : 2 * most]]))
            wake_worker_on_commit(WORK_TASK)
    except IntegrityError as error:
        if ONE_RUNNING not in str(error):
            raise
        # Two requests at the same moment: the other one was first, and may have ended since.
        raise _already_running(running_check_of(actor)) from error
    return check


def _delete(checks: Iterable[BulkCheck]) -> None:
    """Delete rows, and their files once committed."""
    for check in checks:
        name = check.stored_name
        transaction.on_commit(lambda name=name: FILES.delete(name))  # type: ignore[misc]
        check.delete()


def _refuse_second(actor: User) -> None:
    running = running_check_of(actor)
    if running is not None:
        raise _already_running(running)


def _already_running(check: BulkCheck | None) -> Conflict:
    text = _("Berkas Anda sebelumnya masih diperiksa. Tunggu sampai selesai, atau buang dahulu.")
    return Conflict("already_running", text, params={"check": check.pk} if check else {})


def _refuse_at_a_glance(path: Path) -> None:
    """Raise InvalidInput for a file without the columns; a worker checks what would take long."""
    with tempfile.TemporaryDirectory(prefix="bulk") as folder:
        try:
            text, _sheet = as_text(
                path, Path(folder) / "first.csv", limits=_GLANCE, most=_FIRST_ROWS
            )
        except InvalidInput as error:
            if error.params.get("why") == "too_large":
                return
            raise
        with read_text(text) as table:
            check_table(table)

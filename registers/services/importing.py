"""Import a register in one call, for the command: in chunks, in constant memory, repeatable."""

import tempfile
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction

from common.dates import clock
from common.files.media_types import clean_filename
from common.jobs.leases import ClaimLost
from registers.enums import WHOLE_PROVINCE, RunState
from registers.models import RegisterRun
from registers.services.chunks import process_chunks
from registers.services.duplicate_index import clear_duplicate_index
from registers.services.error_report import open_error_report
from registers.services.leases import finish, lock_claimed, stop
from registers.services.reading import TextTable, as_text_register, read_register

RESULTS = ("created", "updated", "unchanged", "bad")


@dataclass
class ImportReport:
    """Rows by result; every row read is exactly one of the other four.

    `skipped` rows of totals are not among them; `sheet` is the sheet of a workbook that was read.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    bad: int = 0
    skipped: int = 0
    has_rounded_niks: bool = False
    sheet: str = ""


@dataclass(frozen=True)
class Progress:
    """How far an import has come: rows and bytes read."""

    rows: int
    offset: int


def import_file(
    path: Path,
    *,
    dry_run: bool = False,
    errors_out: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> ImportReport:
    """Create and update enterprises from a CSV register; bad rows are left out and listed.

    `errors_out` gets `line,column,reason`; `progress` is called after each chunk. A NIB, or a sole
    proprietor's NIK, that occurs in an earlier row counts as taken even when that row is bad: a
    person has to decide which of the two is right. Each chunk is one transaction, so an interrupted
    run is finished by repeating it. The admin lists it among the imports, where it can be undone; a
    dry run leaves nothing. XLSX and Excel's Unicode text are read as well. Raises InvalidInput when
    the file is not a register.
    """
    with tempfile.TemporaryDirectory(prefix="register") as folder:
        table = as_text_register(path, Path(folder) / "register.csv")
        # Refused before a run is created or the error report is opened.
        next(read_register(table.path), None)
        run = _import(path, table, dry_run, errors_out, _report_progress_to(progress))
    return ImportReport(
        **run.counts, skipped=run.skipped, has_rounded_niks=run.has_rounded_niks, sheet=table.sheet
    )


def _import(
    path: Path,
    table: TextTable,
    dry_run: bool,
    errors_out: Path | None,
    until: Callable[[RegisterRun], bool],
) -> RegisterRun:
    with open_error_report(errors_out, overwrite=True) as report:
        run = _create_run(path, table, dry_run=dry_run)
        try:
            process_chunks(run, table.path, report, until=until)
            run = finish(run.pk, run.claim, report)
        except BaseException:
            # Raise the error that interrupted the import, even if the database is unavailable as
            # well.
            with suppress(ClaimLost, DatabaseError):
                _stop_interrupted(run)
            raise
    if dry_run:
        run.delete()
    return run


def as_json(report: ImportReport) -> dict[str, int]:
    """Return the report under the names of the public contract; `skipped` when rows were."""
    counts = {name: getattr(report, name) for name in ("read", *RESULTS)}
    return {**counts, "skipped": report.skipped} if report.skipped else counts


def _create_run(path: Path, table: TextTable, *, dry_run: bool) -> RegisterRun:
    now = clock.now()
    return RegisterRun.objects.create(
        regions=[WHOLE_PROVINCE],
        filename=clean_filename(path.name),
        size=table.path.stat().st_size,
        sheet=table.sheet,
        state=RunState.CHECKING if dry_run else RunState.IMPORTING,
        created_at=now,
        claim=uuid.uuid4(),
        claimed_until=now + settings.REGISTER_LEASE,
    )


def _report_progress_to(
    progress: Callable[[Progress], None] | None,
) -> Callable[[RegisterRun], bool]:
    def report_and_continue(run: RegisterRun) -> bool:
        if progress is not None:
            progress(Progress(run.read, run.offset))
        return False

    return report_and_continue


def _stop_interrupted(run: RegisterRun) -> None:
    """Stop the run; its import can be undone, or finished by repeating the command."""
    with transaction.atomic():
        clear_duplicate_index(run.pk)
        if run.state == RunState.CHECKING:
            RegisterRun.objects.filter(pk=run.pk, claim=run.claim).delete()
            return
        stop(lock_claimed(run.pk, run.claim), "command_died")

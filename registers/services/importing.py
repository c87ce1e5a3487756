"""Imports a register in one go, as the command does: in chunks, at flat memory, safe to repeat."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction

from common.dates import clock
from common.files.uploads import clean_filename
from registers.enums import WHOLE_PROVINCE, RunState
from registers.models import RegisterRun
from registers.services.advancing import advance
from registers.services.duplicate_index import forget
from registers.services.error_report import error_report_at
from registers.services.leases import ClaimLost, held, stop
from registers.services.reading import read_register
from registers.services.worker import finish


@dataclass
class ImportReport:
    """Rows by what became of them; every row read is exactly one of the other four."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    bad: int = 0


@dataclass(frozen=True)
class Progress:
    """How far an import came: rows and bytes read."""

    rows: int
    offset: int


def import_file(
    path: Path,
    *,
    dry_run: bool = False,
    errors_out: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> ImportReport:
    """Creates and updates enterprises from a CSV register; bad rows are left out and listed.

    `errors_out` gets `line,column,reason`; `progress` is called after each chunk. A NIB, or a sole
    proprietor's NIK, that stands in an earlier row counts as taken even when that row is bad: which
    of the two is right is for people to say. Each chunk is one transaction, so a broken run is
    finished by repeating it. It stands among the imports of the admin, where it can be undone; a
    dry run leaves nothing. Raises InvalidInput when the file is no register.
    """
    # Refused before anything is noted or the list of errors is opened.
    next(read_register(path), None)
    with error_report_at(errors_out, anew=True) as journal:
        run = _begun(path, dry_run=dry_run)
        try:
            advance(run, path, journal, until=_told(progress))
            run = finish(run.pk, run.claim, journal)
        except BaseException:
            # What broke it off is told, not that the database is away as well.
            with suppress(ClaimLost, DatabaseError):
                _broken_off(run)
            raise
    if dry_run:
        run.delete()
    return ImportReport(**run.counts)


def as_json(report: ImportReport) -> dict[str, int]:
    """The report by the contract's names."""
    return asdict(report)


def _begun(path: Path, *, dry_run: bool) -> RegisterRun:
    now = clock.now()
    return RegisterRun.objects.create(
        regions=[WHOLE_PROVINCE],
        filename=clean_filename(path.name),
        size=path.stat().st_size,
        state=RunState.CHECKING if dry_run else RunState.IMPORTING,
        created_at=now,
        claim=uuid.uuid4(),
        claimed_until=now + settings.REGISTER_LEASE,
    )


def _told(progress: Callable[[Progress], None] | None) -> Callable[[RegisterRun], bool]:
    def told(run: RegisterRun) -> bool:
        if progress is not None:
            progress(Progress(run.read, run.offset))
        return False

    return told


def _broken_off(run: RegisterRun) -> None:
    """What was imported until now can be undone, or finished by repeating the command."""
    with transaction.atomic():
        forget(run.pk)
        if run.state == RunState.CHECKING:
            RegisterRun.objects.filter(pk=run.pk, claim=run.claim).delete()
            return
        stop(held(run.pk, run.claim), "command_died")

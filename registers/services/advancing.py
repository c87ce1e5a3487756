"""Reads a register on from its checkpoint, chunk by chunk: the one engine of page and command."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from psycopg.errors import DeadlockDetected

from registers.enums import RunState
from registers.models import RegisterRun
from registers.services.chunk import one_import_at_a_time, write_chunk
from registers.services.duplicate_index import repeats
from registers.services.error_report import ErrorReport
from registers.services.leases import held, renew
from registers.services.reading import Position, read_register
from registers.services.rows import ReadRow, RowReader, chunks

RETRIES = 3


def advance(
    run: RegisterRun,
    path: Path,
    journal: ErrorReport,
    *,
    until: Callable[[RegisterRun], bool] = lambda run: False,
) -> bool:
    """Reads from the run's checkpoint; True at the end of the file, False when `until` said so.

    Each chunk is one transaction: enterprises, numbers met, former values, counts and checkpoint.
    Raises InvalidInput when the file is no register, ClaimLost when another goes on.
    """
    reader = RowReader(run.regions)
    rows = read_register(path, after=Position(run.line, run.offset))
    for chunk in chunks(rows):
        run = _commit(run.pk, run.claim, [reader.read(row) for row in chunk], journal)
        if until(run):
            return False
    return True


def _commit(
    run_id: int, claim: UUID | None, rows: Sequence[ReadRow], journal: ErrorReport
) -> RegisterRun:
    for attempt in range(RETRIES):
        try:
            with transaction.atomic():
                return _write(held(run_id, claim), rows, journal)
        except (IntegrityError, OperationalError) as error:
            # Somebody registered one of these meanwhile: the next look-up sees it.
            if attempt == RETRIES - 1 or not _passes(error):
                raise
    raise AssertionError("every attempt returns or raises")


def _passes(error: Exception) -> bool:
    return isinstance(error, IntegrityError) or isinstance(error.__cause__, DeadlockDetected)


def _write(run: RegisterRun, rows: Sequence[ReadRow], journal: ErrorReport) -> RegisterRun:
    dry_run = run.state == RunState.CHECKING
    faults = [fault for row in rows for fault in row.faults] + repeats(run.pk, rows)
    bad = {fault.line for fault in faults}
    ready = [row.ready for row in rows if row.ready is not None and row.line not in bad]
    if not dry_run:
        one_import_at_a_time()
    outcome = write_chunk(ready, run_id=run.pk, regions=run.regions, dry_run=dry_run)
    faults += outcome.faults
    run.read += len(rows)
    run.created += outcome.created
    run.updated += outcome.updated
    run.unchanged += outcome.unchanged
    run.bad += len({fault.line for fault in faults})
    run.line, run.offset = rows[-1].end.line, rows[-1].end.offset
    run.errors_bytes = journal.write(faults, at=run.errors_bytes)
    renew(run)
    run.save(
        update_fields=[*run.counts, "line", "offset", "errors_bytes", "claimed_until", "attempts"]
    )
    return run

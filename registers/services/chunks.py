"""The import shared by page and command: reads a register from its checkpoint, in chunks.

A chunk is looked up in bulk, compared with what is stored and committed in one transaction.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected

from common.dates import clock
from common.files.text_lines import Position
from enterprises.enums import LegalForm, StatedBy
from enterprises.messages.refusals import field_message
from enterprises.models import Enterprise
from enterprises.services.registration import apply
from registers.enums import WHOLE_PROVINCE, RunState
from registers.models import RegisterRun
from registers.services.changes import BATCH, COMPARED, former_values, overwrite, record_changes
from registers.services.duplicate_index import find_duplicates
from registers.services.error_report import ErrorReport
from registers.services.leases import lock_claimed, lock_imports, renew
from registers.services.reading import RegisterRow, read_register
from registers.services.rows import CheckedRow, Fault, RowChecker, ValidRow

CHUNK = 2000
CHUNK_BYTES = 4 * 1024 * 1024
ATTEMPTS = 3
PROGRESS = ("skipped", "zero_niks", "line", "offset")


@dataclass
class ChunkOutcome:
    """The results of the rows of a chunk."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)


def process_chunks(
    run: RegisterRun,
    path: Path,
    report: ErrorReport,
    *,
    until: Callable[[RegisterRun], bool] = lambda run: False,
) -> bool:
    """Continue from the run's checkpoint; True at the end of the file, False once `until` is true.

    Each chunk is one transaction: enterprises, numbers seen, former values, counts and checkpoint.
    Raises InvalidInput when the file is not a register, ClaimLost when another worker has the run.
    """
    checker = RowChecker(run.regions)
    rows = read_register(path, after=Position(run.line, run.offset))
    for chunk in _chunks(rows):
        run = _process_chunk(run.pk, run.claim, [checker.check(row) for row in chunk], report)
        if until(run):
            return False
    return True


def write_chunk(
    rows: Sequence[ValidRow], *, run_id: int, regions: Sequence[str], dry_run: bool
) -> ChunkOutcome:
    """Write the rows inside the caller's transaction, and record their former values.

    Raises IntegrityError when a person registered one of them since the look-up.
    """
    outcome = ChunkOutcome()
    existing = _existing(rows, dry_run=dry_run)
    sole_proprietors = _sole_proprietors(rows)
    created: list[Enterprise] = []
    updated: list[tuple[Enterprise, str]] = []
    for row in rows:
        enterprise = existing.get(row.data.nib or row.nik_index)
        if enterprise is None and row.data.legal_form == LegalForm.SOLE:
            # Registered before it had a NIB: the number is added to the same row.
            enterprise = existing.get(row.nik_index)
        fault = _conflict(row, enterprise, sole_proprietors, regions)
        if fault is not None:
            outcome.faults.append(fault)
        elif enterprise is None:
            created.append(Enterprise(created_at=clock.now()))
            apply(created[-1], row.data, by=StatedBy.REGISTER)
        elif _is_unchanged(enterprise, row):
            outcome.unchanged += 1
        else:
            updated.append((enterprise, "" if dry_run else former_values(enterprise)))
            apply(enterprise, row.data, by=StatedBy.REGISTER, keep=row.absent)
    if not dry_run:
        _save(run_id, created, updated)
    outcome.created, outcome.updated = len(created), len(updated)
    return outcome


def _chunks(rows: Iterator[RegisterRow]) -> Iterator[list[RegisterRow]]:
    """Split rows into lists bounded by number and by bytes, however long the rows are."""
    chunk: list[RegisterRow] = []
    begin = 0
    for row in rows:
        begin = begin if chunk else row.end.offset
        chunk.append(row)
        if len(chunk) >= CHUNK or row.end.offset - begin > CHUNK_BYTES:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _process_chunk(
    run_id: int, claim: UUID | None, rows: Sequence[CheckedRow], report: ErrorReport
) -> RegisterRun:
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return _check_and_write(lock_claimed(run_id, claim), rows, report)
        except (IntegrityError, OperationalError) as error:
            # A person registered one of these in the meantime: the next look-up sees it.
            if attempt == ATTEMPTS - 1 or not _is_transient(error):
                raise
    raise AssertionError("every attempt returns or raises")


def _is_transient(error: Exception) -> bool:
    return isinstance(error, IntegrityError) or isinstance(error.__cause__, DeadlockDetected)


def _check_and_write(
    run: RegisterRun, rows: Sequence[CheckedRow], report: ErrorReport
) -> RegisterRun:
    dry_run = run.state == RunState.CHECKING
    faults = [fault for row in rows for fault in row.faults] + find_duplicates(run.pk, rows)
    bad = {fault.line for fault in faults}
    valid = [row.valid for row in rows if row.valid is not None and row.line not in bad]
    if not dry_run:
        lock_imports()
    outcome = write_chunk(valid, run_id=run.pk, regions=run.regions, dry_run=dry_run)
    faults += outcome.faults
    skipped = sum(row.is_total for row in rows)
    run.read += len(rows) - skipped
    run.skipped += skipped
    run.zero_niks += sum(row.ends_in_zero for row in rows)
    run.created += outcome.created
    run.updated += outcome.updated
    run.unchanged += outcome.unchanged
    run.bad += len({fault.line for fault in faults})
    run.line, run.offset = rows[-1].end.line, rows[-1].end.offset
    run.errors_bytes = report.write(faults, at=run.errors_bytes)
    renew(run)
    run.save(update_fields=[*run.counts, *PROGRESS, "errors_bytes", "claimed_until", "attempts"])
    return run


def _save(run_id: int, created: list[Enterprise], updated: list[tuple[Enterprise, str]]) -> None:
    Enterprise.objects.bulk_create(created, batch_size=BATCH)
    overwrite([enterprise for enterprise, _former in updated])
    record_changes(run_id, created, updated)


def _existing(rows: Sequence[ValidRow], *, dry_run: bool) -> dict[str | bytes, Enterprise]:
    """Return the enterprises of the chunk by NIB, or by NIK index where they have none."""
    without_nib = Q(nib__isnull=True, legal_form=LegalForm.SOLE)
    niks = [row.nik_index for row in rows if row.data.legal_form == LegalForm.SOLE]
    nibs = [row.data.nib for row in rows if row.data.nib is not None]
    found = Enterprise.objects.filter(Q(nib__in=nibs) | without_nib & Q(nik_index__in=niks))
    if not dry_run:
        found = found.order_by("id").select_for_update()
    return {each.nib or bytes(each.nik_index): each for each in found}


def _sole_proprietors(rows: Sequence[ValidRow]) -> dict[bytes, tuple[int, str | None]]:
    """Return key and NIB of the sole proprietor who holds each NIK of the chunk."""
    indexes = [row.nik_index for row in rows if row.data.legal_form == LegalForm.SOLE]
    holders = Enterprise.objects.filter(nik_index__in=indexes, legal_form=LegalForm.SOLE)
    rows_found = holders.values_list("nik_index", "pk", "nib")
    return {bytes(index): (pk, nib) for index, pk, nib in rows_found}


def _conflict(
    row: ValidRow,
    enterprise: Enterprise | None,
    sole_proprietors: Mapping[bytes, tuple[int, str | None]],
    regions: Sequence[str],
) -> Fault | None:
    if enterprise is not None and bytes(enterprise.nik_index) != row.nik_index:
        text = _("NIB ini sudah terdaftar dengan NIK lain, pada usaha nomor %(id)s.")
        return Fault(row.line, "nib", text % {"id": enterprise.pk})
    if enterprise is not None and not {WHOLE_PROVINCE, enterprise.regency_id} & {*regions}:
        return _elsewhere(row)
    if enterprise is not None and _keeps_sku(enterprise, row):
        return Fault(row.line, "candidate", field_message("candidate_with_number", "candidate", {}))
    is_sole = row.data.legal_form == LegalForm.SOLE
    holder = sole_proprietors.get(row.nik_index) if is_sole else None
    if holder is not None and not _is_same(row, enterprise, *holder):
        pk, nib = holder
        text = (
            _("NIK ini sudah dipakai usaha perorangan lain, dengan NIB %(nib)s.") % {"nib": nib}
            if nib
            else _("NIK ini sudah dipakai usaha perorangan tanpa NIB, nomor %(id)s.") % {"id": pk}
        )
        return Fault(row.line, "nik", text)
    return None


def _keeps_sku(enterprise: Enterprise, row: ValidRow) -> bool:
    """Tell whether a row calls a candidate whose SKU, for which it has no column, stays."""
    return row.data.candidate and "sku_number" in row.absent and bool(enterprise.sku_number)


def _is_same(row: ValidRow, enterprise: Enterprise | None, holder: int, nib: str | None) -> bool:
    """Tell whether the holder of the NIK is the row's own, also if registered since the look-up."""
    return holder == enterprise.pk if enterprise is not None else nib == row.data.nib


def _elsewhere(row: ValidRow) -> Fault:
    text = (
        _("NIB ini terdaftar di kabupaten/kota lain. Mintalah dinas provinsi memindahkannya.")
        if row.data.nib
        else _("NIK ini terdaftar di kabupaten/kota lain. Mintalah dinas provinsi memindahkannya.")
    )
    return Fault(row.line, "nib" if row.data.nib else "nik", text)


def _is_unchanged(enterprise: Enterprise, row: ValidRow) -> bool:
    """Tell whether all that the file has columns for is stored already."""
    data, compared = row.data, [name for name in COMPARED if name not in row.absent]
    return (
        ("npwp" in row.absent or _has_npwp(enterprise, data.npwp))
        and enterprise.regency_id == data.regency.pk
        and all(getattr(enterprise, name) == getattr(data, name) for name in compared)
    )


def _has_npwp(enterprise: Enterprise, npwp: str | None) -> bool:
    stored = None if enterprise.npwp_index is None else bytes(enterprise.npwp_index)
    return stored == (Enterprise.npwp.index_of(npwp) if npwp else None)

"""Decides and writes one chunk of a register: look up in bulk, compare, create, update."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as _

from common.dates import clock
from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from enterprises.services.cleaning import EnterpriseData
from enterprises.services.registration import apply
from registers.enums import WHOLE_PROVINCE
from registers.services.changes import BATCH, COMPARED, former_values, overwrite, remember
from registers.services.rows import Fault, Ready

# Any number that no other lock of the database has.
_ONE_IMPORT = 7_201_735


@dataclass
class ChunkOutcome:
    """What became of the rows of a chunk."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)


def one_import_at_a_time() -> None:
    """Until the transaction ends no other import writes; registrations by people go on.

    Two chunks with the same numbers in other orders would lock each other out.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_IMPORT])


def write_chunk(
    rows: Sequence[Ready], *, run_id: int, regions: Sequence[str], dry_run: bool
) -> ChunkOutcome:
    """Writes the rows inside the caller's transaction, and remembers how they were before.

    Raises IntegrityError when somebody registered one of them since the look-up.
    """
    outcome = ChunkOutcome()
    standing = _standing(rows, dry_run=dry_run)
    holders = _sole_holders(rows)
    created: list[Enterprise] = []
    updated: list[tuple[Enterprise, str]] = []
    for row in rows:
        enterprise = standing.get(row.data.nib)
        fault = _clash(row, enterprise, holders, regions)
        if fault is not None:
            outcome.faults.append(fault)
        elif enterprise is None:
            created.append(Enterprise(created_at=clock.now()))
            apply(created[-1], row.data)
        elif _same(enterprise, row.data):
            outcome.unchanged += 1
        else:
            updated.append((enterprise, "" if dry_run else former_values(enterprise)))
            apply(enterprise, row.data)
    if not dry_run:
        _write(run_id, created, updated)
    outcome.created, outcome.updated = len(created), len(updated)
    return outcome


def _write(run_id: int, created: list[Enterprise], updated: list[tuple[Enterprise, str]]) -> None:
    Enterprise.objects.bulk_create(created, batch_size=BATCH)
    overwrite([enterprise for enterprise, _former in updated])
    remember(run_id, created, updated)


def _standing(rows: Sequence[Ready], *, dry_run: bool) -> dict[str, Enterprise]:
    found = Enterprise.objects.filter(nib__in=[row.data.nib for row in rows])
    if not dry_run:
        found = found.order_by("id").select_for_update()
    return {each.nib: each for each in found}


def _sole_holders(rows: Sequence[Ready]) -> dict[bytes, str]:
    """NIB of the sole proprietor who holds each NIK of the chunk."""
    indexes = [row.nik_index for row in rows if row.data.legal_form == LegalForm.SOLE]
    found = Enterprise.objects.filter(nik_index__in=indexes, legal_form=LegalForm.SOLE)
    return {bytes(index): nib for index, nib in found.values_list("nik_index", "nib")}


def _clash(
    row: Ready, enterprise: Enterprise | None, holders: dict[bytes, str], regions: Sequence[str]
) -> Fault | None:
    if enterprise is not None and bytes(enterprise.nik_index) != row.nik_index:
        text = _("NIB ini sudah terdaftar dengan NIK lain, pada usaha nomor %(id)s.")
        return Fault(row.line, "nib", text % {"id": enterprise.pk})
    if enterprise is not None and not {WHOLE_PROVINCE, enterprise.regency_id} & {*regions}:
        text = _(
            "NIB ini terdaftar di kabupaten/kota lain. Mintalah dinas provinsi memindahkannya."
        )
        return Fault(row.line, "nib", text)
    holder = holders.get(row.nik_index) if row.data.legal_form == LegalForm.SOLE else None
    if holder is not None and holder != row.data.nib:
        text = _("NIK ini sudah dipakai usaha perorangan lain, dengan NIB %(nib)s.")
        return Fault(row.line, "nik", text % {"nib": holder})
    return None


def _same(enterprise: Enterprise, data: EnterpriseData) -> bool:
    npwp = Enterprise.npwp.index_of(data.npwp) if data.npwp else None
    stored = None if enterprise.npwp_index is None else bytes(enterprise.npwp_index)
    return (
        stored == npwp
        and enterprise.regency_id == data.regency.pk
        and all(getattr(enterprise, name) == getattr(data, name) for name in COMPARED)
    )

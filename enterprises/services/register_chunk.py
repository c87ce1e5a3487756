"""Decides and writes one chunk of a register: look up in bulk, compare, create, update."""

from dataclasses import dataclass, field, fields

from django.utils.translation import gettext as _

from common import clock
from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from enterprises.services.cleaning import EnterpriseData
from enterprises.services.registration import apply

_ELSEWHERE = ("nik", "npwp", "regency", "warnings")
COMPARED = tuple(item.name for item in fields(EnterpriseData) if item.name not in _ELSEWHERE)
WRITTEN = (*COMPARED, "regency", *Enterprise.nik.columns, *Enterprise.npwp.columns, "updated_at")
BATCH = 500


@dataclass(frozen=True)
class Fault:
    """One reason why a row is bad; never holds a NIK."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class Ready:
    """A row that is good by itself."""

    line: int
    data: EnterpriseData
    nik_index: bytes


@dataclass
class ChunkOutcome:
    """What became of the rows of a chunk."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)


def write_chunk(rows: list[Ready], *, dry_run: bool) -> ChunkOutcome:
    """Writes the rows inside the caller's transaction.

    Raises IntegrityError when somebody registered one of them since the look-up.
    """
    outcome = ChunkOutcome()
    standing = {
        each.nib: each
        for each in Enterprise.objects.select_for_update().filter(
            nib__in=[row.data.nib for row in rows]
        )
    }
    holders = _sole_holders(rows)
    created: list[Enterprise] = []
    updated: list[Enterprise] = []
    for row in rows:
        enterprise = standing.get(row.data.nib)
        fault = _clash(row, enterprise, holders)
        if fault is not None:
            outcome.faults.append(fault)
        elif enterprise is None:
            created.append(_filled(Enterprise(created_at=clock.now()), row.data))
        elif _same(enterprise, row.data):
            outcome.unchanged += 1
        else:
            updated.append(_filled(enterprise, row.data))
    if not dry_run:
        Enterprise.objects.bulk_create(created, batch_size=BATCH)
        # The rows are locked, so each one meets itself: many times faster than bulk_update.
        Enterprise.objects.bulk_create(
            updated,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["nib"],
            update_fields=WRITTEN,
        )
    outcome.created, outcome.updated = len(created), len(updated)
    return outcome


def _sole_holders(rows: list[Ready]) -> dict[bytes, str]:
    """NIB of the sole proprietor who holds each NIK of the chunk."""
    indexes = [row.nik_index for row in rows if row.data.legal_form == LegalForm.SOLE]
    found = Enterprise.objects.filter(nik_index__in=indexes, legal_form=LegalForm.SOLE)
    return {bytes(index): nib for index, nib in found.values_list("nik_index", "nib")}


def _clash(row: Ready, enterprise: Enterprise | None, holders: dict[bytes, str]) -> Fault | None:
    if enterprise is not None and bytes(enterprise.nik_index) != row.nik_index:
        text = _("NIB ini sudah terdaftar dengan NIK lain, pada usaha nomor %(id)s.")
        return Fault(row.line, "nib", text % {"id": enterprise.pk})
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


def _filled(enterprise: Enterprise, data: EnterpriseData) -> Enterprise:
    apply(enterprise, data)
    return enterprise

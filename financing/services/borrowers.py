"""The borrower's particulars for SIKP: stored with consent, deleted without."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import ConsentPurpose
from accounts.models import User
from accounts.services.consent import record_consent
from common.dates import clock
from common.edits.changes import remember_changes
from common.edits.merging import ChangedMeanwhile, Merge, merge
from common.edits.shown import FormSnapshot
from common.errors import FieldError, InvalidInput
from common.identity.names import is_readable_name
from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from enterprises.permissions import require_edit
from financing.enums import SikpList
from financing.models import Borrower, SikpCode
from financing.selectors.borrowers import LISTS, without_consent

TEXTS = ("full_name", "born_on", "home_address", "postcode")
MAX_NAME = 250
MAX_ADDRESS = 255
_OLDEST = 120
_POSTCODE = re.compile(r"[0-9]{5}", re.ASCII)
# Rows deleted per statement.
_BATCH_SIZE = 500


@dataclass(frozen=True)
class Particulars:
    """What SIKP requires of a borrower; the last four name rows of its lists."""

    full_name: str
    born_on: date
    home_address: str
    postcode: str
    sex: str
    marital: str
    education: str
    occupation: str


def store_particulars(
    actor: User,
    enterprise: Enterprise,
    particulars: Particulars,
    *,
    agrees: bool,
    channel: str = "web",
    shown: FormSnapshot | None = None,
) -> Borrower:
    """Store the particulars and record the consent of purpose SIKP in the same transaction.

    With `shown` a field that only others changed since keeps their value. Locks the enterprise.
    Raises NotPermitted for a person who does not act for it, InvalidInput naming each bad field
    (also `consent`), ChangedMeanwhile where both changed a field or the particulars that were shown
    were deleted; then nothing is written.
    """
    require_edit(actor, enterprise)
    codes = _codes(enterprise, particulars)
    errors = [*_bad_texts(particulars), *_bad_facts(particulars, codes)]
    if not agrees:
        message = _("Tanpa persetujuan, data ini tidak diminta.")
        errors.append(FieldError("consent_missing", "consent", message))
    if errors:
        raise InvalidInput.many(errors)
    submitted = _submitted(particulars)
    with transaction.atomic():
        _lock(enterprise)
        stored = Borrower.objects.select_related(*LISTS).filter(enterprise=enterprise).first()
        before = particulars_values(stored)
        if shown is not None:
            submitted = dict(_merged(shown, stored, before, submitted).written)
        row = stored or Borrower(enterprise=enterprise, created_at=clock.now())
        row.consent = record_consent(
            actor, purpose=ConsentPurpose.SIKP, channel=channel, language=actor.language
        )
        for field, value in submitted.items():
            setattr(row, field, codes.get(field, value))
        row.updated_at = clock.now()
        row.save()
        remember_changes(
            particulars_row(enterprise),
            before=before,
            after=submitted,
            by=actor.pk,
            page=shown.page if shown else "",
        )
    return row


def particulars_row(enterprise: Enterprise) -> str:
    """Return the name of the row that the page of the particulars shows."""
    return f"borrower:{enterprise.pk}"


def particulars_values(known: Borrower | None) -> dict[str, Any]:
    """Return the values of the fields, of choices the name; nothing where there is no row."""
    if known is None:
        return {}
    plain = {name: getattr(known, name) for name in TEXTS}
    return {**plain, **{name: getattr(known, name).name for name in LISTS}}


def delete_particulars(actor: User, enterprise: Enterprise) -> None:
    """Delete the particulars, if there are any; locks the enterprise. Raises NotPermitted."""
    require_edit(actor, enterprise)
    with transaction.atomic():
        _lock(enterprise)
        Borrower.objects.filter(enterprise=enterprise).delete()


def delete_withdrawn_particulars() -> int:
    """Delete particulars whose consent was withdrawn (UU 27/2022: within 3 × 24 hours).

    Return how many.
    """
    deleted = 0
    while pks := list(without_consent().values_list("pk", flat=True)[:_BATCH_SIZE]):
        deleted += Borrower.objects.filter(pk__in=pks).delete()[0]
    return deleted


def _lock(enterprise: Enterprise) -> None:
    # There may be no row to lock yet.
    Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)


def _merged(
    shown: FormSnapshot, stored: Borrower | None, before: dict[str, Any], submitted: dict[str, Any]
) -> Merge:
    if stored is None and shown.digests:
        # There is no single field to keep: the row is deleted or stored as a whole.
        raise ChangedMeanwhile(
            Merge(FormSnapshot(shown.row, shown.page, {})),
            _(
                "Sementara itu data ini dihapus dari portal. "
                "Simpan lagi bila Anda tetap ingin menyimpannya."
            ),
        )
    merged = merge(shown, current=before, submitted=submitted)
    if merged.conflicts:
        raise ChangedMeanwhile(merged)
    return merged


def _submitted(particulars: Particulars) -> dict[str, Any]:
    """Return the particulars as they are stored, of lists the name."""
    return {
        **asdict(particulars),
        "full_name": " ".join(particulars.full_name.split()),
        "born_on": particulars.born_on.isoformat(),
        "home_address": " ".join(particulars.home_address.split()),
    }


def _codes(enterprise: Enterprise, particulars: Particulars) -> dict[str, SikpCode | None]:
    """Return the rows of SIKP's lists by field, None for a name that is not offered."""
    offered = {(row.list, row.name): row for row in SikpCode.objects.all()}
    is_person = enterprise.legal_form == LegalForm.SOLE
    rows = {field: offered.get((field, getattr(particulars, field))) for field in SikpList.values}
    return {
        field: None if row is not None and is_person and not row.is_for_persons else row
        for field, row in rows.items()
    }


def _bad_texts(particulars: Particulars) -> Iterator[FieldError]:
    for field, longest in (("full_name", MAX_NAME), ("home_address", MAX_ADDRESS)):
        text = " ".join(getattr(particulars, field).split())
        if not text:
            yield FieldError("required", field, _("Isi bagian ini."))
        elif len(text) > longest:
            yield FieldError("too_long", field, _("Terlalu panjang."))
        elif not (is_readable_name(text) and text.isprintable()):
            yield FieldError("bad_text", field, _("Tulis dengan huruf biasa."))


def _bad_facts(particulars: Particulars, codes: dict[str, SikpCode | None]) -> Iterator[FieldError]:
    today = clock.today()
    born_on = particulars.born_on
    if born_on.year < today.year - _OLDEST or born_on >= today:
        yield FieldError("bad_date", "born_on", _("Tanggal lahir ini tidak mungkin."))
    if not _POSTCODE.fullmatch(particulars.postcode):
        yield FieldError("bad_postcode", "postcode", _("Kode pos terdiri dari 5 angka."))
    for field, row in codes.items():
        if row is None:
            yield FieldError("bad_choice", field, _("Pilih satu."))

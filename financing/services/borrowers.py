"""The borrower's particulars for SIKP: kept with consent, deleted without."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.enums import ConsentPurpose
from accounts.models import User
from accounts.services.consent import record_consent
from common.dates import clock
from common.errors import Conflict, FieldError, InvalidInput
from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from enterprises.permissions import require_edit
from financing.enums import SikpList
from financing.models import Borrower, SikpCode
from financing.selectors.borrowers import withdrawn

MAX_NAME = 250
MAX_ADDRESS = 255
_OLDEST = 120
_POSTCODE = re.compile(r"[0-9]{5}", re.ASCII)
# A sweep takes what one transaction bears.
_AT_ONCE = 500


@dataclass(frozen=True)
class Particulars:
    """What SIKP asks of a borrower; the last four name rows of its lists."""

    full_name: str
    born_on: date
    home_address: str
    postcode: str
    sex: str
    marital: str
    education: str
    occupation: str


def keep(
    actor: User, enterprise: Enterprise, told: Particulars, *, agrees: bool, channel: str = "web"
) -> Borrower:
    """Writes the particulars, with a yes to the text of purpose SIKP recorded beside them.

    Raises NotPermitted for whoever does not act for the enterprise, InvalidInput naming each bad
    field (also `consent`), Conflict when two forms arrive at once for the first time.
    """
    require_edit(actor, enterprise)
    chosen = _chosen(enterprise, told)
    errors = [*_bad_texts(told), *_bad_facts(told, chosen)]
    if not agrees:
        refused = _("Tanpa persetujuan, data ini tidak diminta.")
        errors.append(FieldError("consent_missing", "consent", refused))
    if errors:
        raise InvalidInput.many(errors)
    try:
        with transaction.atomic():
            consent = record_consent(
                actor, purpose=ConsentPurpose.SIKP, channel=channel, language=actor.language
            )
            # Of two forms for one row the later stands, whole.
            found = Borrower.objects.filter(enterprise=enterprise).first()
            row = found or Borrower(enterprise=enterprise, created_at=clock.now())
            row.consent = consent
            row.full_name = " ".join(told.full_name.split())
            row.born_on = told.born_on.isoformat()
            row.home_address = " ".join(told.home_address.split())
            row.postcode = told.postcode
            for field, code in chosen.items():
                setattr(row, field, code)
            row.updated_at = clock.now()
            row.save()
    except IntegrityError as error:
        raise Conflict("saved_elsewhere", _("Data ini baru saja disimpan. Muat ulang.")) from error
    return row


def forget(actor: User, enterprise: Enterprise) -> None:
    """Deletes the particulars; nothing to delete is no error. Raises NotPermitted."""
    require_edit(actor, enterprise)
    Borrower.objects.filter(enterprise=enterprise).delete()


def forget_withdrawn() -> int:
    """Deletes what nobody agrees to any more (UU 27/2022: within 3 × 24 hours); how many."""
    gone = 0
    while pks := list(withdrawn().values_list("pk", flat=True)[:_AT_ONCE]):
        gone += Borrower.objects.filter(pk__in=pks).delete()[0]
    return gone


def _chosen(enterprise: Enterprise, told: Particulars) -> dict[str, SikpCode | None]:
    """The rows of the lists that are named, None for a name that is not offered."""
    offered = {(row.list, row.name): row for row in SikpCode.objects.all()}
    is_person = enterprise.legal_form == LegalForm.SOLE
    found = {field: offered.get((field, getattr(told, field))) for field in SikpList.values}
    return {
        field: None if row is not None and is_person and not row.is_for_persons else row
        for field, row in found.items()
    }


def _bad_texts(told: Particulars) -> Iterator[FieldError]:
    for field, longest in (("full_name", MAX_NAME), ("home_address", MAX_ADDRESS)):
        text = " ".join(getattr(told, field).split())
        if not text:
            yield FieldError("required", field, _("Isi bagian ini."))
        elif len(text) > longest:
            yield FieldError("too_long", field, _("Terlalu panjang."))
        elif not text.isprintable():
            yield FieldError("bad_text", field, _("Tulis dengan huruf biasa."))


def _bad_facts(told: Particulars, chosen: dict[str, SikpCode | None]) -> Iterator[FieldError]:
    today = clock.today()
    if told.born_on.year < today.year - _OLDEST or told.born_on >= today:
        yield FieldError("bad_date", "born_on", _("Tanggal lahir ini tidak mungkin."))
    if not _POSTCODE.fullmatch(told.postcode):
        yield FieldError("bad_postcode", "postcode", _("Kode pos terdiri dari 5 angka."))
    for field, row in chosen.items():
        if row is None:
            yield FieldError("bad_choice", field, _("Pilih satu."))

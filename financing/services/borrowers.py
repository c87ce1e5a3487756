"""The borrower's particulars for SIKP: stored with consent, deleted without."""

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
from common.identity.names import is_readable_name
from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from enterprises.permissions import require_edit
from financing.enums import SikpList
from financing.models import Borrower, SikpCode
from financing.selectors.borrowers import without_consent

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
) -> Borrower:
    """Store the particulars and record the consent of purpose SIKP in the same transaction.

    Raises NotPermitted for a person who does not act for the enterprise, InvalidInput naming each
    bad field (also `consent`), Conflict when two first forms arrive at once.
    """
    require_edit(actor, enterprise)
    codes = _codes(enterprise, particulars)
    errors = [*_bad_texts(particulars), *_bad_facts(particulars, codes)]
    if not agrees:
        message = _("Tanpa persetujuan, data ini tidak diminta.")
        errors.append(FieldError("consent_missing", "consent", message))
    if errors:
        raise InvalidInput.many(errors)
    try:
        with transaction.atomic():
            consent = record_consent(
                actor, purpose=ConsentPurpose.SIKP, channel=channel, language=actor.language
            )
            # Of two forms for one row the later one overwrites every field.
            stored = Borrower.objects.filter(enterprise=enterprise).first()
            row = stored or Borrower(enterprise=enterprise, created_at=clock.now())
            row.consent = consent
            row.full_name = " ".join(particulars.full_name.split())
            row.born_on = particulars.born_on.isoformat()
            row.home_address = " ".join(particulars.home_address.split())
            row.postcode = particulars.postcode
            for field, code in codes.items():
                setattr(row, field, code)
            row.updated_at = clock.now()
            row.save()
    except IntegrityError as error:
        raise Conflict("saved_elsewhere", _("Data ini baru saja disimpan. Muat ulang.")) from error
    return row


def delete_particulars(actor: User, enterprise: Enterprise) -> None:
    """Delete the particulars, if there are any; raises NotPermitted."""
    require_edit(actor, enterprise)
    Borrower.objects.filter(enterprise=enterprise).delete()


def delete_withdrawn_particulars() -> int:
    """Delete particulars whose consent was withdrawn (UU 27/2022: within 3 × 24 hours).

    Return how many.
    """
    deleted = 0
    while pks := list(without_consent().values_list("pk", flat=True)[:_BATCH_SIZE]):
        deleted += Borrower.objects.filter(pk__in=pks).delete()[0]
    return deleted


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

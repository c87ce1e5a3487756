"""Registration of an enterprise, and changes to its profile."""

from dataclasses import fields

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.enums import ConsentPurpose
from accounts.models import Consent, User
from accounts.services.consent import record_consent
from common.dates import clock
from common.errors import Conflict, FieldError, InvalidInput
from enterprises.enums import LegalForm, MemberRole
from enterprises.messages.refusals import field_message
from enterprises.models import Enterprise, Member
from enterprises.permissions import require_edit, require_no_posting
from enterprises.services.cleaning import EnterpriseData
from enterprises.services.tries import count_registration

# Fields that identify an enterprise in the register: only an official may correct these.
FIXED = ("nib", "nik", "legal_form")


def register(actor: User, data: EnterpriseData, *, channel: str = "web") -> Enterprise:
    """Create the enterprise and make the actor its owner, or its helper with recorded consent.

    Raises NotPermitted for officials, TooManyRequests (`registration_limit`), Conflict: `nib_yours`
    (params: `enterprise`), `nib_taken`, `nik_taken`, which say how to claim and nothing about who
    holds the number, nor whether anybody does.
    """
    require_no_posting(actor)
    count_registration(actor)
    _refuse_taken(actor, data)
    enterprise = Enterprise(created_at=clock.now())
    apply(enterprise, data)
    try:
        with transaction.atomic():
            enterprise.save(force_insert=True)
            open_membership(actor, enterprise, channel=channel)
    except IntegrityError:
        # The slower of two simultaneous requests gets the same error as if it had come later.
        _refuse_taken(actor, data)
        raise
    return enterprise


def update(actor: User, enterprise: Enterprise, data: EnterpriseData) -> Enterprise:
    """Save a changed profile; NIB, NIK and legal form stay as registered.

    Raises NotPermitted, InvalidInput (`not_editable`).
    """
    require_edit(actor, enterprise)
    with transaction.atomic():
        current = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
        _refuse_fixed(current, data)
        apply(current, data)
        current.save()
    return current


def apply(enterprise: Enterprise, data: EnterpriseData) -> None:
    """Set the data on the row, NIK and NPWP encrypted; does not save."""
    for item in fields(data):
        if item.name not in ("warnings", "nik", "npwp"):
            setattr(enterprise, item.name, getattr(data, item.name))
    enterprise.nik = data.nik
    enterprise.npwp = data.npwp
    enterprise.updated_at = clock.now()


def open_membership(actor: User, enterprise: Enterprise, *, channel: str) -> Member:
    """Open the actor's membership; a helper's consent to act on behalf is recorded with it."""
    consent: Consent | None = None
    if actor.is_helper:
        consent = record_consent(
            actor, purpose=ConsentPurpose.ON_BEHALF, channel=channel, language=actor.language
        )
    return Member.objects.create(
        enterprise=enterprise,
        user=actor,
        role=MemberRole.HELPER if actor.is_helper else MemberRole.OWNER,
        consent=consent,
        since=clock.now(),
    )


def nik_taken() -> Conflict:
    """Return the conflict for a NIK of another sole proprietor, without saying whose it is."""
    return Conflict(
        "nik_taken",
        _(
            "NIK ini sudah terdaftar pada usaha perorangan lain. Satu NIK hanya untuk satu usaha "
            "perorangan. Bila usaha itu milik Anda, klaim di Usaha saya, Klaim usaha "
            "(/usaha/klaim/); NIB boleh dikosongkan bila Anda tidak tahu."
        ),
        field="nik",
    )


def _refuse_taken(actor: User, data: EnterpriseData) -> None:
    # The NIB is looked up last and reported first: an enterprise registered in between is found by
    # both, and only the conflict of the NIB says that it can be claimed.
    is_nik_taken = data.legal_form == LegalForm.SOLE and _has_sole_proprietor(data.nik)
    existing = Enterprise.objects.filter(nib=data.nib).first()
    if existing is not None:
        raise _nib_conflict(actor, existing)
    if is_nik_taken:
        raise nik_taken()


def _has_sole_proprietor(nik: str) -> bool:
    return Enterprise.objects.filter(
        nik_index=Enterprise.nik.index_of(nik), legal_form=LegalForm.SOLE
    ).exists()


def _nib_conflict(actor: User, existing: Enterprise) -> Conflict:
    if Member.objects.filter(enterprise=existing, user=actor, until__isnull=True).exists():
        text = _("Usaha dengan NIB ini sudah ada di daftar usaha Anda.")
        return Conflict("nib_yours", text, field="nib", params={"enterprise": existing.pk})
    text = _(
        "NIB ini sudah terdaftar. Periksa lagi angkanya. Bila usaha itu milik Anda, tidak perlu "
        "mendaftar lagi: klaim di Usaha saya, Klaim usaha (/usaha/klaim/)."
    )
    return Conflict("nib_taken", text, field="nib")


def _refuse_fixed(current: Enterprise, data: EnterpriseData) -> None:
    changed = [name for name in FIXED if getattr(current, name) != getattr(data, name)]
    if changed:
        raise InvalidInput.many(
            FieldError("not_editable", name, field_message("not_editable", name, {}))
            for name in changed
        )

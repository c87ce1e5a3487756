"""Registration of an enterprise, and changes to its profile."""

from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from accounts.enums import ConsentPurpose
from accounts.models import Consent, User
from accounts.services.consent import record_consent
from common.dates import clock
from common.edits.changes import remember_changes
from common.edits.merging import ChangedMeanwhile, merge
from common.edits.shown import FormSnapshot
from common.errors import Conflict, FieldError, InvalidInput
from common.jobs.tries import is_new_try
from enterprises.enums import HelperAct, LegalForm, MemberRole, StatedBy
from enterprises.messages.refusals import field_message
from enterprises.models import Enterprise, Member
from enterprises.permissions import acts_for, require_edit, require_no_posting
from enterprises.services.cleaning import FIELDS, EnterpriseData
from enterprises.services.owner_notices import tell_owner
from enterprises.services.posts import open_head
from enterprises.services.statements import note_statements, particulars_now, stated_by
from enterprises.services.tries import count_registration

# Fields that identify an enterprise in the register: only an official may correct these.
FIXED = ("nib", "nik", "legal_form")
# Fields that those who act for it may change; a NIB may be added where there is none.
PROFILE = tuple(name for name in FIELDS if name not in ("nik", "legal_form"))


def register(
    actor: User, data: EnterpriseData, *, channel: str = "web", checked: Collection[str] = ()
) -> Enterprise:
    """Create the enterprise and make the actor its owner, or its helper with recorded consent.

    `checked` are fields that an owner's check beforehand had filled in and the owner confirmed.
    Raises NotPermitted for officials, TooManyRequests (`registration_limit`), Conflict: `nib_yours`
    and `nik_yours` (params: `enterprise`), `nib_taken`, `nik_taken`, which say how to claim and
    nothing about who holds the number, nor whether anyone does.
    """
    require_no_posting(actor)
    count_registration(actor)
    _refuse_taken(actor, data)
    enterprise = Enterprise(created_at=clock.now())
    by = StatedBy.HELPER if actor.is_helper else StatedBy.OWNER
    apply(enterprise, data, by=by, checked=checked)
    try:
        with transaction.atomic():
            enterprise.save(force_insert=True)
            open_membership(actor, enterprise, channel=channel)
            tell_owner(actor, enterprise, HelperAct.REGISTERED)
    except IntegrityError as error:
        # The slower of two simultaneous requests gets the same error as if it had come later.
        _refuse_taken(actor, data)
        _refuse_freed(error)
        raise
    return enterprise


def refuse_known_nik(actor: User, nik: str) -> None:
    """Refuse a sole proprietor's NIK that is taken, even before the rest of a form is right.

    A NIK counts as one registration a day, however often its form is sent. Raises what `register`
    raises about the NIK, TooManyRequests.
    """
    if is_new_try("register-nik", actor.pk, Enterprise.nik.index_of(nik).hex()):
        count_registration(actor)
    holder = _sole_proprietor(nik)
    if holder is not None:
        raise _nik_conflict(actor, holder)


def update(
    actor: User,
    enterprise: Enterprise,
    data: EnterpriseData,
    *,
    names: Collection[str] = PROFILE,
    shown: FormSnapshot | None = None,
) -> Enterprise:
    """Save the fields `names` of a profile; NIB, NIK and legal form stay as registered.

    A NIB that is added where there was none counts as a registration, since a refusal reveals that
    it is registered; files, members and history stay with the row. With `shown` a field that only
    others changed since keeps their value. Locks the row. Raises NotPermitted, InvalidInput
    (`not_editable`), TooManyRequests, Conflict (`nib_taken`, `nib_yours`), ChangedMeanwhile where
    both changed a field; then nothing is written.
    """
    require_edit(actor, enterprise)
    is_added = data.nib is not None and enterprise.nib is None
    if is_added:
        count_registration(actor)
    try:
        return _save(actor, enterprise, data, names=names, shown=shown)
    except IntegrityError as error:
        if not is_added:
            raise
        # Another person registered the number at the same moment.
        _refuse_taken_nib(actor, data)
        _refuse_freed(error)
        raise


def _refuse_freed(error: IntegrityError) -> None:
    """Raise Conflict for a number that was taken and is free again: its import was undone."""
    if isinstance(error.__cause__, UniqueViolation):
        text = _("Nomor ini baru saja berubah di data kami. Kirim lagi.")
        raise Conflict("number_freed", text) from error


def _save(
    actor: User,
    enterprise: Enterprise,
    data: EnterpriseData,
    *,
    names: Collection[str],
    shown: FormSnapshot | None,
) -> Enterprise:
    with transaction.atomic():
        current = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
        _refuse_fixed(current, data)
        if current.nib is None:
            _refuse_taken_nib(actor, data)
        before = profile_values(current)
        submitted = {name: getattr(data, name) for name in names if name in PROFILE}
        if shown is not None:
            merged = merge(shown, current=before, submitted=submitted)
            if merged.conflicts:
                raise ChangedMeanwhile(merged)
            submitted = dict(merged.written)
        others = {name: getattr(current, name) for name in PROFILE if name not in submitted}
        whole = replace(data, **others)
        # Also where only the number was sent, or another added it meanwhile.
        whole = replace(whole, candidate=whole.nib is None and not whole.sku_number)
        apply(current, whole, by=stated_by(actor, current))
        current.save()
        remember_changes(
            profile_row(current),
            before=before,
            after=submitted,
            by=actor.pk,
            page=shown.page if shown else "",
        )
        if profile_values(current) != before:
            tell_owner(actor, current, HelperAct.PROFILE_CHANGED)
    return current


def profile_row(enterprise: Enterprise) -> str:
    """Return the name of the row that pages of the profile show."""
    return f"enterprise:{enterprise.pk}"


def profile_values(enterprise: Enterprise) -> dict[str, Any]:
    """Return the values of the profile's fields, the region by its code."""
    values = {name: getattr(enterprise, name) for name in PROFILE if name != "regency"}
    return {**values, "regency": enterprise.regency_id}


def apply(
    enterprise: Enterprise,
    data: EnterpriseData,
    *,
    by: StatedBy,
    checked: Collection[str] = (),
    keep: Collection[str] = (),
) -> None:
    """Set the data on the row, NIK and NPWP encrypted, and who stated it; does not save.

    The fields `keep`, of which nothing was said, stay as they are.
    """
    before = particulars_now(enterprise)
    for item in fields(data):
        if item.name != "warnings" and item.name not in keep:
            setattr(enterprise, item.name, getattr(data, item.name))
    note_statements(enterprise, before, by=by, checked=checked)
    enterprise.updated_at = clock.now()


def open_membership(
    actor: User, enterprise: Enterprise, *, channel: str, is_head: bool = True
) -> Member:
    """Open the actor's membership.

    An owner becomes the head of an enterprise that has none, unless `is_head` is false. A helper
    declares that the owner has agreed, and may act on that declaration for DECLARED_DAYS, once: a
    person who has helped it before gets Conflict `consent_first`.
    """
    consent: Consent | None = None
    if actor.is_helper:
        refuse_second_term(actor, enterprise)
        consent = record_consent(
            actor, purpose=ConsentPurpose.ON_BEHALF, channel=channel, language=actor.language
        )
    elif is_head:
        open_head(actor, enterprise)
    member = Member.objects.create(
        enterprise=enterprise,
        user=actor,
        role=MemberRole.HELPER if actor.is_helper else MemberRole.OWNER,
        consent=consent,
        # The database gives a helper's row its term.
        since=clock.now(),
    )
    member.refresh_from_db(fields=["declared_until"])
    return member


def refuse_second_term(helper: User, enterprise: Enterprise) -> None:
    """Raise Conflict `consent_first` for a helper who has helped the enterprise before."""
    before = Member.objects.filter(enterprise=enterprise, user=helper, role=MemberRole.HELPER)
    if before.exists():
        text = _(
            "Anda pernah mendampingi usaha ini. Minta persetujuan pemiliknya di halaman "
            "Usaha dampingan: dengan kode ke nomornya atau formulir."
        )
        raise Conflict("consent_first", text, params={"enterprise": enterprise.pk})


def nik_taken() -> Conflict:
    """Return the conflict for a NIK of another sole proprietor, without saying whose it is."""
    return Conflict(
        "nik_taken",
        _(
            "NIK ini sudah terdaftar pada usaha perorangan lain. Satu NIK hanya untuk satu usaha "
            "perorangan. Bila usaha itu milik Anda, klaim di Usaha saya, Klaim usaha "
            "(/usaha/klaim/; lewat API: POST /api/v1/claims/). NIB boleh dikosongkan bila Anda "
            "tidak tahu."
        ),
        field="nik",
    )


def _refuse_taken(actor: User, data: EnterpriseData) -> None:
    # The NIB is looked up last and reported first: an enterprise registered in between is found by
    # both, and only the conflict of the NIB says that it can be claimed.
    holder = _sole_proprietor(data.nik) if data.legal_form == LegalForm.SOLE else None
    _refuse_taken_nib(actor, data)
    if holder is not None:
        raise _nik_conflict(actor, holder)


def _refuse_taken_nib(actor: User, data: EnterpriseData) -> None:
    existing = Enterprise.objects.filter(nib=data.nib).first() if data.nib is not None else None
    if existing is not None:
        raise _nib_conflict(actor, existing)


def _sole_proprietor(nik: str) -> Enterprise | None:
    return Enterprise.objects.filter(
        nik_index=Enterprise.nik.index_of(nik), legal_form=LegalForm.SOLE
    ).first()


def _nik_conflict(actor: User, holder: Enterprise) -> Conflict:
    return _nik_yours(holder) if acts_for(actor, holder) else nik_taken()


def _nik_yours(holder: Enterprise) -> Conflict:
    text = (
        _(
            "Usaha perorangan dengan NIK ini sudah ada di daftar usaha Anda. Kegiatan usaha lain "
            "dicatat pada NIB yang sama, di oss.go.id."
        )
        if holder.nib
        else _(
            "Usaha perorangan dengan NIK ini sudah ada di daftar usaha Anda. Sudah punya NIB? "
            "Tambahkan di Ubah profil; berkas dan riwayatnya tetap."
        )
    )
    return Conflict("nik_yours", text, field="nik", params={"enterprise": holder.pk})


def _nib_conflict(actor: User, existing: Enterprise) -> Conflict:
    if acts_for(actor, existing):
        text = _("Usaha dengan NIB ini sudah ada di daftar usaha Anda.")
        return Conflict("nib_yours", text, field="nib", params={"enterprise": existing.pk})
    text = _(
        "NIB ini sudah terdaftar. Periksa lagi angkanya. Bila usaha itu milik Anda, tidak perlu "
        "mendaftar lagi: klaim di Usaha saya, Klaim usaha (/usaha/klaim/; lewat API: "
        "POST /api/v1/claims/)."
    )
    return Conflict("nib_taken", text, field="nib")


def _refuse_fixed(current: Enterprise, data: EnterpriseData) -> None:
    changed = [
        name
        for name in FIXED
        if getattr(current, name) != getattr(data, name)
        and not (name == "nib" and current.nib is None)
    ]
    if changed:
        raise InvalidInput.many(
            FieldError("not_editable", name, field_message("not_editable", name, {}))
            for name in changed
        )

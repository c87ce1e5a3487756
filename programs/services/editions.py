"""A new edition of a scheme: drafted beside the one in force, checked, and published."""

from datetime import date, timedelta

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, FieldError, InvalidInput, NotPermitted
from common.text.formats import date_long
from programs.enums import EditionStatus
from programs.kinds.registry import outcome_type_of
from programs.messages.faults import fault_message
from programs.models import Edition, Scheme
from programs.permissions import may_manage_rules
from programs.selectors.edition_order import last_begun
from programs.selectors.editions import faults, names_of_facts, names_of_rows, row_models
from programs.services.locking import lock_edition
from programs.services.unique_rows import save_unless_taken
from reference.enums import Confidence
from reference.models.dated import Sourced


@transaction.atomic
def draft_successor(
    by: User, pattern: Edition, *, code: str, valid_from: date, legal_basis: str
) -> Edition:
    """Create a draft for the scheme of `pattern` with all its rows; see `draft_from`.

    Locks the scheme. Raises InvalidInput `begins_too_early` unless it begins after `pattern` and
    after the version in force, Conflict `draft_gone` where the pattern was a draft that is gone.
    """
    require_lead(by)
    lock_edition(pattern.pk)
    for former in (pattern, last_begun(pattern.scheme_id, clock.today())):
        if former is not None:
            require_later(former, valid_from)
    return draft_from(
        by,
        pattern,
        scheme=pattern.scheme,
        code=code,
        valid_from=valid_from,
        legal_basis=legal_basis,
    )


@transaction.atomic
def create_scheme(by: User, scheme: Scheme, *, pattern: Edition) -> Edition:
    """Save a new scheme of the pattern's kind, with a draft of its first edition.

    It is not public before that edition is published. Raises NotPermitted for anyone but a lead,
    InvalidInput `no_document` for a kind of document that the pattern's outcome does not produce.
    """
    require_lead(by)
    require_document(pattern, scheme.document_kind)
    for name in ("kind", "outcome", "uniqueness_key", "edition_basis"):
        setattr(scheme, name, getattr(pattern.scheme, name))
    scheme.save()
    today = clock.today()
    return draft_from(
        by,
        pattern,
        scheme=scheme,
        code=str(today.year),
        valid_from=today,
        legal_basis=pattern.legal_basis,
    )


def require_document(pattern: Edition, document_kind: str) -> None:
    """Raise InvalidInput `no_document` for a kind of document that the scheme does not produce."""
    outcome = outcome_type_of(pattern.scheme.kind, pattern.scheme.outcome)
    if document_kind and not outcome.brings_document:
        raise InvalidInput(
            "no_document",
            _("Dari skema seperti ini tidak terbit dokumen, jadi tidak ada yang dijawabnya."),
            field="document_kind",
        )


@transaction.atomic
def draft_from(
    by: User,
    pattern: Edition,
    *,
    scheme: Scheme,
    code: str,
    valid_from: date,
    legal_basis: str,
) -> Edition:
    """Create a draft edition of `scheme` with every row of `pattern`.

    Under another regulation than the pattern's, rows that were based on that one are based on the
    new one, without an article, and unverified until a lead verifies them. Raises NotPermitted for
    anyone but a lead, Conflict `edition_exists` where the code is taken.
    """
    require_lead(by)
    draft = Edition(
        scheme=scheme,
        code=code,
        valid_from=valid_from,
        legal_basis=legal_basis,
        partner_follows=pattern.partner_follows,
        authority=pattern.authority,
        deemed_approval=pattern.deemed_approval,
        correction_days=pattern.correction_days,
        made_by=by,
    )
    save_edition_unless_taken(draft)
    for model in row_models().values():
        rows = list(model._default_manager.filter(edition=pattern))
        for row in rows:
            row.pk = None
            row.edition = draft
            if legal_basis != pattern.legal_basis:
                change_basis(row, pattern.legal_basis, legal_basis)
        model._default_manager.bulk_create(rows)
    return draft


def publish(by: User, edition_id: int) -> Edition:
    """Bring a draft into force from its first day; the edition before it ends the day before.

    Locks the scheme. Raises NotPermitted for anyone but a lead, Conflict where the edition is no
    draft, is gone or overlaps another, InvalidInput with every fault that the check of the edition
    found.
    """
    require_lead(by)
    with transaction.atomic():
        edition = lock_edition(edition_id)
        _require_publishable(edition)
        _end_former_edition(edition)
        edition.status = EditionStatus.PUBLISHED
        edition.published_at = clock.now()
        edition.published_by = by
        try:
            with transaction.atomic():
                edition.save(update_fields=["status", "published_at", "published_by"])
        except IntegrityError as error:
            raise Conflict(
                "edition_overlaps",
                _("Masa berlakunya bertumpuk dengan versi lain. Ubah tanggalnya."),
            ) from error
    return edition


def verify(by: User, row: Sourced) -> None:
    """Save a figure, document or stage as verified by a lead who read its source.

    From then on a figure may block. Raises NotPermitted for anyone but a lead, InvalidInput without
    a source.
    """
    require_lead(by)
    mark_verified(by, row)
    row.save()


def mark_verified(by: User, row: Sourced) -> None:
    """Set on the row, without saving it, who verified it; raises InvalidInput without a source."""
    if not row.source_url.strip():
        raise InvalidInput("source_required", _("Tulis sumber yang Anda baca."), field="source_url")
    row.verified_by = by
    row.verified_at = clock.now()


def save_edition_unless_taken(edition: Edition) -> None:
    """Save the edition; raises Conflict `edition_exists` where its scheme has one of its code."""
    taken = _("Versi dengan kode ini sudah ada. Pilih kode lain.")
    save_unless_taken(edition, Conflict("edition_exists", taken))


def require_later(former: Edition, valid_from: date) -> None:
    """Raise InvalidInput unless a successor of `former` begins after its first day."""
    if valid_from <= former.valid_from:
        message = _("Versi berikutnya berlaku sesudah hari pertama versi %(code)s (%(day)s).")
        raise InvalidInput(
            "begins_too_early",
            message % {"code": former.code, "day": date_long(former.valid_from)},
            field="valid_from",
        )


def require_lead(by: User) -> None:
    """Raise NotPermitted for anyone but a lead."""
    if not may_manage_rules(by):
        raise NotPermitted(
            "not_lead", _("Hanya administrator dinas yang menyusun dan menerbitkan ketentuan.")
        )


def _require_publishable(edition: Edition) -> None:
    if edition.status != EditionStatus.DRAFT:
        raise Conflict("not_draft", _("Versi ini sudah diterbitkan."))
    if edition.valid_from < clock.today():
        # Applications of past days were decided under the edition of their day.
        raise Conflict(
            "begins_in_the_past",
            _("Versi baru berlaku paling cepat hari ini (%(day)s). Ubah tanggal mulainya.")
            % {"day": date_long(clock.today())},
        )
    errors = [fault for fault in faults(edition) if not fault.is_note]
    if errors:
        names, facts = names_of_rows(edition, errors), names_of_facts(edition, errors)
        raise InvalidInput.many(
            [FieldError(fault.code, None, fault_message(fault, names, facts)) for fault in errors]
        )


def _end_former_edition(edition: Edition) -> None:
    former = (
        Edition.objects.filter(
            scheme=edition.scheme,
            status=EditionStatus.PUBLISHED,
            valid_from__lt=edition.valid_from,
        )
        .order_by("-valid_from")
        .first()
    )
    if former is None or (former.valid_to and former.valid_to < edition.valid_from):
        return
    former.valid_to = edition.valid_from - timedelta(days=1)
    former.save(update_fields=["valid_to"])


def change_basis(row: models.Model, former: str, basis: str) -> None:
    """Put a row that was based on `former` under another regulation, where nobody has read it."""
    if getattr(row, "legal_basis", None) != former:
        return
    row.legal_basis = basis  # type: ignore[attr-defined]
    row.article = ""  # type: ignore[attr-defined]
    row.confidence = Confidence.MEDIUM  # type: ignore[attr-defined]
    row.verified_by = None  # type: ignore[attr-defined]
    row.verified_at = None  # type: ignore[attr-defined]

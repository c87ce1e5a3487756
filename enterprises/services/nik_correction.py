"""A NIK that was typed wrong: only an official who has seen the identity card corrects it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.enums import SecurityAction
from accounts.models import User
from accounts.services.security_log import record
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotPermitted
from common.identity.numbers import IdentityError, check_nik
from common.identity.reasons import refuse_nik
from common.text.typed_reasons import is_reason
from enterprises.enums import ClaimState, StatedBy
from enterprises.messages.events import nik_corrected_notices
from enterprises.messages.refusals import field_message
from enterprises.models import Claim, Enterprise, Member
from enterprises.permissions import may_correct_nik
from enterprises.selectors.openings import holder_of
from enterprises.services.statements import note_statements, particulars_now
from enterprises.services.tries import count_correction
from notifications.services.outbox import enqueue_all

MIN_REASON = 10
MAX_REASON = 500


def correct_nik(official: User, enterprise: Enterprise, *, nik: str, reason: str) -> Enterprise:
    """Replace the NIK of an enterprise, and notify everyone who acts for it.

    Only where someone does: otherwise whoever knows NIB and new NIK could claim it at once. The log
    says who and why, never a number. A claim that waits matched the former number, so it no longer
    counts as matching. Locks the row. Raises NotPermitted, InvalidInput (codes of the NIK,
    `reason_required`, `nik_in_reason`), Conflict (`nobody_acts`, `nik_unchanged`, `nik_in_use`),
    TooManyRequests.
    """
    nik, reason = _valid(nik), reason.strip()[:MAX_REASON]
    if not is_reason(reason, least=MIN_REASON):
        text = _("Tulis alasannya, paling sedikit %(least)s huruf: apa yang Anda periksa.")
        raise InvalidInput("reason_required", text % {"least": MIN_REASON}, field="reason")
    refuse_nik(reason)
    count_correction(official)
    try:
        with transaction.atomic():
            current = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
            _require(official, current, nik)
            before = particulars_now(current)
            current.nik = nik
            note_statements(current, before, by=StatedBy.OFFICIAL)
            current.updated_at = clock.now()
            current.save(update_fields=["nik_cipher", "nik_index", "stated", "updated_at"])
            waiting = Claim.objects.filter(enterprise=current, state=ClaimState.PENDING)
            waiting.update(matched_nik=False)
            record(
                SecurityAction.NIK_CORRECTED,
                person=official,
                thing=f"enterprise:{current.pk}",
                holder=holder_of(current.pk),
                words=current.name,
                reason=reason,
            )
            enqueue_all(nik_corrected_notices(current))
    except IntegrityError as error:
        # Also one of another region: the error does not say whose it is.
        text = _("NIK ini tercatat pada usaha perorangan lain. Periksa lagi angkanya.")
        raise Conflict("nik_in_use", text, field="nik") from error
    return current


def _valid(nik: str) -> str:
    try:
        return check_nik(nik)
    except IdentityError as error:
        message = field_message(error.code, "nik", {})
        raise InvalidInput(error.code, message, field="nik") from None


def _require(official: User, enterprise: Enterprise, nik: str) -> None:
    if not may_correct_nik(official, enterprise):
        raise NotPermitted("not_your_region", _("Usaha ini bukan wewenang Anda."))
    if not Member.objects.acting().filter(enterprise=enterprise).exists():
        text = _("Belum ada yang mengelola usaha ini. Pemiliknya mengklaimnya dengan KTP dan NIB.")
        raise Conflict("nobody_acts", text)
    if bytes(enterprise.nik_index) == bytes(Enterprise.nik.index_of(nik)):
        raise Conflict("nik_unchanged", _("NIK ini sudah tercatat pada usaha ini."), field="nik")

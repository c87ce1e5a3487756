"""Claims on imported enterprises: a matching NIK decides at once, an official decides the rest."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from common.identity.numbers import IdentityError, check_nib, check_nik
from enterprises.enums import ClaimState
from enterprises.messages.events import claim_notices
from enterprises.messages.refusals import claim_limit_message, field_message
from enterprises.models import Claim, Enterprise
from enterprises.permissions import may_decide_claim, require_no_posting
from enterprises.selectors.enterprises import is_unclaimed
from enterprises.services.registration import open_membership
from notifications.services.outbox import enqueue_all

DAILY_LIMIT = 5
MIN_REASON = 3


def claim(actor: User, nib: str, nik: str, *, channel: str = "web") -> Claim:
    """Claim the unclaimed enterprise of that NIB; a matching NIK makes the actor its owner now.

    A NIK that does not match leaves the claim pending for an official. At most 5 claims that did
    not succeed per person in 24 hours. Raises NotPermitted for officials, InvalidInput,
    NotFound (`nib_unknown`), Conflict (`nib_taken`, `claim_pending`, `claim_limit`).
    """
    require_no_posting(actor)
    nib, nik = _valid_numbers(nib, nik)
    with transaction.atomic():
        # Locks the person first: two simultaneous attempts must both count towards the limit.
        User.objects.select_for_update().get(pk=actor.pk)
        enterprise = Enterprise.objects.select_for_update().filter(nib=nib).first()
        if enterprise is None:
            raise NotFound("nib_unknown", _("Tidak ada usaha dengan NIB ini di data kami."))
        _refuse_invalid(actor, enterprise)
        matched = bytes(enterprise.nik_index) == bytes(Enterprise.nik.index_of(nik))
        return _create_claim(actor, enterprise, matched=matched, channel=channel)


def decide_claim(official: User, claim: Claim, *, accept: bool, reason: str) -> Claim:
    """Accept or refuse a pending claim and notify the claimant.

    Raises NotPermitted (out of scope, or the official's own claim), InvalidInput
    (`reason_required`), Conflict (`claim_decided`, `nib_taken`).
    """
    reason = reason.strip()
    if len(reason) < MIN_REASON:
        text = _("Tulis alasan, paling sedikit 3 huruf.")
        raise InvalidInput("reason_required", text, field="reason")
    with transaction.atomic():
        pending = Claim.objects.select_for_update().get(pk=claim.pk)
        enterprise = Enterprise.objects.select_for_update().get(pk=pending.enterprise_id)
        if not may_decide_claim(official, pending):
            raise NotPermitted("not_your_claim", _("Klaim ini bukan wewenang Anda."))
        if pending.state != ClaimState.PENDING:
            raise Conflict("claim_decided", _("Klaim ini sudah diputuskan."))
        if accept:
            if not is_unclaimed(enterprise):
                raise _taken()
            open_membership(pending.user, enterprise, channel="claim")
        _save_decision(pending, official, accept=accept, reason=reason)
        enqueue_all(claim_notices(pending))
    return pending


def _valid_numbers(nib: str, nik: str) -> tuple[str, str]:
    field = "nib"
    try:
        nib = check_nib(nib)
        field = "nik"
        return nib, check_nik(nik)
    except IdentityError as error:
        message = field_message(error.code, field, {})
        raise InvalidInput(error.code, message, field=field) from None


def _refuse_invalid(actor: User, enterprise: Enterprise) -> None:
    if not is_unclaimed(enterprise):
        raise _taken()
    if Claim.objects.filter(enterprise=enterprise, user=actor, state=ClaimState.PENDING).exists():
        text = _("Klaim Anda atas usaha ini sedang diperiksa dinas. Anda akan diberi tahu.")
        raise Conflict("claim_pending", text)
    recent = Claim.objects.filter(user=actor, created_at__gt=clock.now() - timedelta(days=1))
    if recent.exclude(state=ClaimState.ACCEPTED).count() >= DAILY_LIMIT:
        raise Conflict("claim_limit", claim_limit_message(DAILY_LIMIT))


def _create_claim(actor: User, enterprise: Enterprise, *, matched: bool, channel: str) -> Claim:
    now = clock.now()
    claim = Claim(enterprise=enterprise, user=actor, matched_nik=matched, created_at=now)
    if matched:
        claim.state = ClaimState.ACCEPTED
        claim.decided_at = now
        claim.reason = _("NIK cocok dengan data dinas.")
        open_membership(actor, enterprise, channel=channel)
    claim.save()
    return claim


def _save_decision(claim: Claim, official: User, *, accept: bool, reason: str) -> None:
    claim.state = ClaimState.ACCEPTED if accept else ClaimState.REFUSED
    claim.decided_by = official
    claim.decided_at = clock.now()
    claim.reason = reason[:500]
    claim.save(update_fields=["state", "decided_by", "decided_at", "reason"])


def _taken() -> Conflict:
    text = _("Usaha ini sudah diakui akun lain. Hubungi dinas bila itu usaha Anda.")
    return Conflict("nib_taken", text, field="nib")

"""Claims on registered enterprises: NIB and NIK decide at once, an official decides the rest."""

from dataclasses import dataclass
from datetime import timedelta
from typing import IO

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from common.identity.numbers import IdentityError, check_nib, check_nik
from common.text.typed import says_nothing
from enterprises.enums import (
    BESIDE,
    ClaimBasis,
    ClaimState,
    HelperAct,
    Holders,
    LegalForm,
    Position,
)
from enterprises.messages.events import claim_notices, helper_asks_notices, holder_notices
from enterprises.messages.refusals import claim_limit_message, field_message
from enterprises.models import Claim, DocumentVersion, Enterprise, Member
from enterprises.permissions import (
    acts_for,
    may_decide_claim,
    require_claimant_unposted,
    require_no_posting,
)
from enterprises.selectors.enterprises import is_unclaimed
from enterprises.selectors.members import owners_of
from enterprises.selectors.posts import head_position, is_signed_by_head
from enterprises.selectors.scans import require_openable
from enterprises.services.documents import store_evidence
from enterprises.services.mandates import end_membership
from enterprises.services.owner_notices import tell_owner
from enterprises.services.posts import end_posts, give_post
from enterprises.services.reasons import require_reason
from enterprises.services.registration import open_membership, refuse_second_term
from enterprises.services.tries import count_claim
from notifications.policies.notice import Notice
from notifications.services.outbox import enqueue_all

_NOT_FOR_HELPERS = gettext_lazy(
    "Pendamping tidak menggantikan ketua atau pemilik. Klaim sebagai pendamping saja."
)
DAILY_LIMIT = 5


@dataclass(frozen=True)
class Succession:
    """The claimant's succession or appointment, and the document that proves it.

    `position` is what an appointed person holds beside the head.
    """

    basis: ClaimBasis
    upload: IO[bytes]
    filename: str
    position: Position | None = None


def claim(
    actor: User,
    nib: str,
    nik: str,
    *,
    channel: str = "web",
    succession: Succession | None = None,
) -> Claim:
    """Claim the enterprise of that NIB, or without one the sole proprietor's of that NIK.

    NIB and NIK that match make the actor its owner now, where nobody acts for it yet. Anything else
    leaves the claim pending for an official, who reads the minutes or the statement of heirs of a
    `succession`, which no helper files. A person who was appointed beside the head never succeeds
    the head. At most 5 claims that did not succeed per person in 24 hours. Raises NotPermitted for
    officials, InvalidInput, TooManyRequests (`claim_tries`), NotFound (`nib_unknown`,
    `nik_unknown`), Conflict (`nib_yours`, `claim_pending`, `claim_limit`), and what
    `documents.store` raises.
    """
    require_no_posting(actor)
    nib, nik = _valid_numbers(nib, nik)
    position = _position(succession)
    count_claim(actor)
    evidence = _stored_evidence(actor, nib, nik, succession)
    with transaction.atomic():
        enterprise = _enterprise_of(nib, nik, rows=Enterprise.objects.select_for_update())
        # Two simultaneous attempts must both count towards the limit. The person comes after the
        # enterprise, as where an accepted claim writes the consent of a helper.
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        _refuse_invalid(actor, enterprise)
        matched = bytes(enterprise.nik_index) == bytes(Enterprise.nik.index_of(nik))
        # A NIK alone is known to many; and two numbers do not displace whoever acts for it now.
        at_once = matched and bool(nib) and is_unclaimed(enterprise)
        claim = Claim(
            enterprise=enterprise,
            user=actor,
            matched_nik=matched,
            basis=succession.basis if succession else ClaimBasis.NUMBERS,
            position=position,
            evidence=evidence,
            created_at=clock.now(),
        )
        return _file_claim(claim, at_once=at_once and succession is None, channel=channel)


def decide_claim(
    official: User, claim: Claim, *, accept: bool, reason: str, holders: Holders | None = None
) -> Claim:
    """Accept or refuse a pending claim and notify the claimant, and those who act for it now.

    `holders` says what happens to those, and is needed to accept where there are any. Raises
    NotPermitted (out of scope, or the official's own claim or enterprise), InvalidInput
    (`reason_required`, `nik_in_reason`, `holders_undecided`), Conflict (`claim_decided`,
    `nib_yours`, for a claimant who became a helper or an official meanwhile, and for a helper where
    an owner decides), Withheld for evidence that the scanner has not cleared, which nobody can have
    read. Locks the enterprise, then the claim.
    """
    reason = require_reason(reason)
    with transaction.atomic():
        # The enterprise first, as where an owner answers a helper's claim.
        enterprise = Enterprise.objects.select_for_update().get(pk=claim.enterprise_id)
        pending = Claim.objects.select_for_update().get(pk=claim.pk)
        if not may_decide_claim(official, pending):
            raise NotPermitted("not_your_claim", _("Klaim ini bukan wewenang Anda."))
        if pending.state != ClaimState.PENDING:
            raise Conflict("claim_decided", _("Klaim ini sudah diputuskan."))
        if accept:
            _require_acceptable(official, pending)
        notices = _admit(pending, enterprise, holders) if accept else []
        _save_decision(pending, official, accept=accept, reason=reason)
        enqueue_all([*claim_notices(pending), *notices])
    return pending


def _valid_numbers(nib: str, nik: str) -> tuple[str, str]:
    field = "nib"
    try:
        nib = "" if says_nothing(nib) else check_nib(nib)
        field = "nik"
        return nib, check_nik(nik)
    except IdentityError as error:
        message = field_message(error.code, field, {})
        raise InvalidInput(error.code, message, field=field) from None


def _position(succession: Succession | None) -> str:
    """Return what an appointed claimant holds, '' on any other basis. Raises InvalidInput."""
    if succession is None or succession.basis != ClaimBasis.APPOINTED:
        return ""
    if succession.position not in BESIDE:
        text = _("Pilih jabatan Anda menurut berita acara atau akta itu.")
        raise InvalidInput("position_required", text, field="position")
    return str(succession.position)


def _stored_evidence(
    actor: User, nib: str, nik: str, succession: Succession | None
) -> DocumentVersion | None:
    if succession is None:
        return None
    if not nib:
        text = _("Isi NIB usaha yang Anda teruskan.")
        raise InvalidInput("nib_needed", text, field="nib")
    if actor.is_helper:
        raise InvalidInput("not_for_helpers", _NOT_FOR_HELPERS, field="basis")
    # Cleaned without holding a lock, also where the caller's transaction is already open.
    enterprise = _enterprise_of(nib, nik, rows=Enterprise.objects.all())
    _refuse_invalid(actor, enterprise)
    return store_evidence(
        actor,
        enterprise,
        upload=succession.upload,
        filename=succession.filename,
    )


def _enterprise_of(nib: str, nik: str, *, rows: QuerySet[Enterprise]) -> Enterprise:
    """Return the enterprise of `rows` that is claimed. Raises NotFound."""
    if nib:
        found = rows.filter(nib=nib).first()
        missing = NotFound(
            "nib_unknown",
            _(
                "Tidak ada usaha dengan NIB ini di data kami. Periksa 13 angkanya, atau"
                " daftarkan usaha Anda."
            ),
        )
    else:
        index = Enterprise.nik.index_of(nik)
        found = rows.filter(nik_index=index, legal_form=LegalForm.SOLE).first()
        missing = NotFound(
            "nik_unknown",
            _("Tidak ada usaha perorangan dengan NIK ini di data kami. Isi juga NIB usahanya."),
        )
    if found is None:
        raise missing
    return found


def _require_acceptable(official: User, pending: Claim) -> None:
    """Raise Conflict or Withheld where the claimant, or the evidence, changed while it waited."""
    if pending.basis != ClaimBasis.NUMBERS and pending.user.is_helper:
        raise Conflict("not_for_helpers", _NOT_FOR_HELPERS)
    require_claimant_unposted(pending)
    if pending.user.is_helper and owners_of(pending.enterprise).exists():
        text = _("Usaha ini punya pemilik di portal. Ia sendiri yang menyetujui pendampingnya.")
        raise Conflict("owner_decides", text)
    if pending.evidence is not None:
        require_openable(pending.evidence, official)


def _admit(pending: Claim, enterprise: Enterprise, holders: Holders | None) -> list[Notice]:
    """Make the claimant a member; return notices to those who act for the enterprise already."""
    members = list(Member.objects.acting().filter(enterprise=enterprise))
    if any(member.user_id == pending.user_id for member in members):
        raise _yours()
    if members and holders is None:
        text = _("Usaha ini sudah dikelola akun lain. Pilih apa yang terjadi dengan pengelolanya.")
        raise InvalidInput("holders_undecided", text, field="holders")
    if pending.basis == ClaimBasis.APPOINTED:
        return _admit_appointed(pending, enterprise, members, holders)
    ended = holders == Holders.END
    if ended:
        now = clock.now()
        people = [member.user_id for member in members]
        end_membership(enterprise, people, by=None)
        owners = Member.objects.filter(pk__in=[member.pk for member in members], until=None)
        owners.update(until=now)
        end_posts(enterprise, people)
    if pending.basis != ClaimBasis.NUMBERS:
        give_post(
            pending.user,
            enterprise,
            head_position(enterprise),
            since=clock.today(),
            minutes=pending.evidence,
        )
    # After the post of a successor: it makes the person head only where there is none.
    open_membership(pending.user, enterprise, channel="claim")
    tell_owner(pending.user, enterprise, HelperAct.JOINED)
    followed = pending.basis != ClaimBasis.NUMBERS
    return holder_notices(enterprise, members, ended=ended, followed=followed)


def _admit_appointed(
    pending: Claim, enterprise: Enterprise, members: list[Member], holders: Holders | None
) -> list[Notice]:
    """Give the post beside the head, who stays, and who alone still sends applications."""
    if not is_signed_by_head(enterprise):
        # There everyone who is let in could send, too.
        text = _("Usaha ini tidak berbentuk badan, jadi tidak punya pengurus. Tolak klaim ini.")
        raise Conflict("not_of_this_form", text)
    if holders == Holders.END:
        text = _("Pengurus yang ditunjuk tidak mengakhiri pengelola lain.")
        raise InvalidInput("holders_undecided", text, field="holders")
    give_post(
        pending.user,
        enterprise,
        Position(pending.position),
        since=clock.today(),
        minutes=pending.evidence,
    )
    open_membership(pending.user, enterprise, channel="claim", is_head=False)
    return holder_notices(enterprise, members, ended=False, followed=False)


def _refuse_invalid(actor: User, enterprise: Enterprise) -> None:
    if acts_for(actor, enterprise):
        raise _yours()
    if actor.is_helper and not owners_of(enterprise).exists():
        refuse_second_term(actor, enterprise)
    if Claim.objects.filter(enterprise=enterprise, user=actor, state=ClaimState.PENDING).exists():
        text = _("Klaim Anda atas usaha ini sedang diperiksa dinas. Anda akan diberi tahu.")
        raise Conflict("claim_pending", text)
    recent = Claim.objects.filter(user=actor, created_at__gt=clock.now() - timedelta(days=1))
    if recent.exclude(state=ClaimState.ACCEPTED).count() >= DAILY_LIMIT:
        raise Conflict("claim_limit", claim_limit_message(DAILY_LIMIT))


def _file_claim(claim: Claim, *, at_once: bool, channel: str) -> Claim:
    if at_once:
        claim.state = ClaimState.ACCEPTED
        claim.decided_at = claim.created_at
        claim.reason = _("NIK cocok dengan data dinas.")
        open_membership(claim.user, claim.enterprise, channel=channel)
        tell_owner(claim.user, claim.enterprise, HelperAct.JOINED)
    claim.save()
    if claim.user.is_helper and claim.state == ClaimState.PENDING:
        enqueue_all(helper_asks_notices(claim))
    return claim


def _save_decision(claim: Claim, official: User, *, accept: bool, reason: str) -> None:
    claim.state = ClaimState.ACCEPTED if accept else ClaimState.REFUSED
    claim.decided_by = official
    claim.decided_at = clock.now()
    claim.reason = reason[:500]
    claim.save(update_fields=["state", "decided_by", "decided_at", "reason"])


def _yours() -> Conflict:
    text = _("Usaha ini sudah ada di daftar usaha pemohon.")
    return Conflict("nib_yours", text, field="nib")

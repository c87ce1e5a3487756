"""Helpers of an enterprise: its owner lets them in, with the owner's own consent, and out."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import ConsentPurpose
from accounts.models import User
from accounts.services.consent import record_consent
from common.dates import clock
from common.errors import NotFound, NotPermitted
from enterprises.enums import ClaimState, MemberRole
from enterprises.messages.events import claim_notices, helper_ended_notices
from enterprises.models import Claim, Enterprise, Member
from enterprises.permissions import acts_for, require_claimant_unposted
from enterprises.selectors.claims import open_claims_of_helpers
from enterprises.selectors.posts import signs_for
from enterprises.services.posts import end_posts
from notifications.services.outbox import enqueue_all


def may_choose_helpers(actor: User, enterprise: Enterprise) -> bool:
    """Tell whether the person is an owner, of several people the head, and so chooses helpers."""
    owners = Member.objects.filter(enterprise=enterprise, until__isnull=True, user=actor)
    return owners.filter(role=MemberRole.OWNER).exists() and signs_for(actor, enterprise)


def answer_helper(actor: User, enterprise: Enterprise, claim_id: int, *, accept: bool) -> Claim:
    """Let in a helper who has claimed the enterprise, or refuse; the helper is told.

    Letting in records the owner's own consent to the text of purpose ON_BEHALF, which the
    membership then names. An official decides such a claim only where no owner does. Raises
    NotPermitted, NotFound for what is no open claim of a helper, Conflict where the helper became
    an official meanwhile.
    """
    with transaction.atomic():
        # Asked under the lock: a successor's claim that was just accepted ends the former head.
        Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)
        _require_choice(actor, enterprise)
        claim = open_claims_of_helpers(enterprise).select_for_update(of=("self",))
        pending = claim.filter(pk=claim_id).first()
        if pending is None:
            raise NotFound("not_found", _("Permintaan pendamping ini sudah dijawab."))
        if accept:
            require_claimant_unposted(pending)
            _let_in(actor, enterprise, pending.user)
        pending.state = ClaimState.ACCEPTED if accept else ClaimState.REFUSED
        pending.decided_by = actor
        pending.decided_at = clock.now()
        pending.reason = (
            _("Pemilik usaha setuju Anda mendampinginya.")
            if accept
            else _("Pemilik usaha belum setuju Anda mendampinginya.")
        )
        pending.save(update_fields=["state", "decided_by", "decided_at", "reason"])
        enqueue_all(claim_notices(pending, by_owner=True))
    return pending


def _let_in(owner: User, enterprise: Enterprise, helper: User) -> None:
    if acts_for(helper, enterprise):
        return
    consent = record_consent(
        owner, purpose=ConsentPurpose.ON_BEHALF, channel="web", language=owner.language
    )
    Member.objects.create(
        enterprise=enterprise,
        user=helper,
        role=MemberRole.HELPER,
        consent=consent,
        since=clock.now(),
    )


def _require_choice(actor: User, enterprise: Enterprise) -> None:
    if not may_choose_helpers(actor, enterprise):
        raise NotPermitted(
            "owner_only",
            _("Hanya pemilik usaha, atau ketua dan direkturnya, yang mengatur pendamping."),
        )


def end_helper(actor: User, enterprise: Enterprise, member_id: int) -> Member:
    """End a helper's membership now and tell the helper; what was done stays in the history.

    From then on nothing of the enterprise opens to the helper. Raises NotPermitted, NotFound for
    who is no helper of it, also one who has ended already.
    """
    with transaction.atomic():
        Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)
        _require_choice(actor, enterprise)
        helpers = Member.objects.select_for_update().filter(
            enterprise=enterprise, until__isnull=True, role=MemberRole.HELPER
        )
        member = helpers.filter(pk=member_id).first()
        if member is None:
            raise NotFound("not_found", _("Pendamping ini sudah tidak mendampingi usaha ini."))
        member.until = clock.now()
        member.save(update_fields=["until"])
        end_posts(enterprise, [member.user_id])
        enqueue_all(helper_ended_notices(enterprise, member))
    return member

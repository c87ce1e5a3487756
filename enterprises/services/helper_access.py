"""Helpers of an enterprise: its owner lets them in, with the owner's own consent, and ends them."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.enums import ConsentPurpose
from accounts.models import User
from accounts.services.consent import record_consent
from common.dates import clock
from common.errors import NotFound, NotPermitted
from enterprises.enums import ClaimState, ConsentState, ConsentWay, MemberRole
from enterprises.messages.events import claim_notices, helper_ended_notices
from enterprises.messages.helper_notices import lapsed_notices
from enterprises.models import Claim, Enterprise, HelperConsent, Member
from enterprises.permissions import require_claimant_unposted
from enterprises.selectors.claims import open_claims_of_helpers
from enterprises.selectors.posts import is_signed_by_head, is_signing_owner
from enterprises.services.mandates import end_membership, put_in_force
from notifications.services.outbox import enqueue_all

_BATCH = 200


def answer_helper(
    actor: User, enterprise: Enterprise, claim_id: int, *, accept: bool, channel: str = "web"
) -> Claim:
    """Let in a helper who has claimed the enterprise, or refuse; the helper is notified.

    Letting in records the owner's own consent to the text of purpose ON_BEHALF, which the
    membership then names. An official decides such a claim only where no owner does. Raises
    NotPermitted, NotFound for what is no open claim of a helper, Conflict where the helper became
    an official meanwhile.
    """
    with transaction.atomic():
        # Checked under the lock: a successor's claim that was just accepted ends the former head.
        Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)
        require_choice(actor, enterprise)
        claim = open_claims_of_helpers(enterprise).select_for_update(of=("self",))
        pending = claim.filter(pk=claim_id).first()
        if pending is None:
            raise NotFound("not_found", _("Permintaan pendamping ini sudah dijawab."))
        if accept:
            require_claimant_unposted(pending)
            _let_in(actor, enterprise, pending.user, channel=channel)
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


def approve_helper(
    actor: User, enterprise: Enterprise, member_id: int, *, channel: str = "web"
) -> Member:
    """Record the owner's own consent to a helper who acts by declaration so far.

    Repeating it changes nothing. Raises NotPermitted, NotFound for a person who is not its helper
    now.
    """
    with transaction.atomic():
        Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)
        require_choice(actor, enterprise)
        member = _helper(enterprise, member_id)
        if not member.user.is_helper:
            # A consent for a person who may no longer act for anyone.
            raise _ended()
        if member.mandate_id is None:
            _let_in(actor, enterprise, member.user, channel=channel)
    return member


def _let_in(owner: User, enterprise: Enterprise, helper: User, *, channel: str) -> None:
    given = HelperConsent.objects.filter(enterprise=enterprise, helper=helper)
    if given.filter(state=ConsentState.GIVEN).exists():
        return
    consent = record_consent(
        owner, purpose=ConsentPurpose.ON_BEHALF, channel=channel, language=owner.language
    )
    # A code or a form that waited is not needed any more.
    given.filter(state=ConsentState.WAITING).delete()
    now = clock.now()
    mandate = HelperConsent.objects.create(
        enterprise=enterprise,
        helper=helper,
        way=ConsentWay.ACCOUNT,
        state=ConsentState.GIVEN,
        text=consent.text,
        language=consent.language,
        enterprise_name=enterprise.name,
        owner_name=owner.get_full_name()[:120],
        helper_name=helper.get_full_name(),
        owner=owner,
        asked_at=now,
        answered_at=now,
        answered_by=owner,
    )
    member = put_in_force(mandate)
    member.consent = consent
    member.save(update_fields=["consent"])


def require_choice(actor: User, enterprise: Enterprise) -> None:
    """Raise NotPermitted unless the person chooses the helpers of the enterprise."""
    if not is_signing_owner(actor, enterprise):
        raise NotPermitted(
            "owner_only",
            _("Hanya pemilik usaha, atau ketua dan direkturnya, yang mengatur pendamping."),
        )


def _helper(enterprise: Enterprise, member_id: int) -> Member:
    helpers = Member.objects.select_for_update(of=("self",)).filter(
        enterprise=enterprise, until__isnull=True, role=MemberRole.HELPER
    )
    member = helpers.select_related("user", "enterprise").filter(pk=member_id).first()
    if member is None:
        raise _ended()
    return member


def _ended() -> NotFound:
    return NotFound("not_found", _("Pendamping ini sudah tidak mendampingi usaha ini."))


def end_helper(actor: User, enterprise: Enterprise, member_id: int) -> Member:
    """End a helper's membership now and notify the helper; what was done stays in the history.

    From then on nothing of the enterprise opens to the helper. Raises NotPermitted, NotFound for a
    person who is not its helper, or no longer.
    """
    with transaction.atomic():
        Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)
        require_choice(actor, enterprise)
        member = _helper(enterprise, member_id)
        end_membership(enterprise, [member.user_id], by=actor)
        enqueue_all(helper_ended_notices(enterprise, member))
    return member


@transaction.atomic
def end_after_withdrawal(person: User) -> int:
    """End every helper who acts by the consent that this owner has withdrawn; return how many.

    A chair or director consented for the enterprise: once another heads it, the helper is that
    person's to end. A helper who withdraws stops where only their own declaration is recorded
    (settings.ON_CONSENT_WITHDRAWN).
    """
    by_word = Q(user=person, role=MemberRole.HELPER, mandate__isnull=True)
    members = Member.objects.filter(Q(mandate__owner=person) | by_word, until__isnull=True)
    # The enterprises first and in order, as wherever helpers are let in or ended.
    held = Enterprise.objects.filter(pk__in=members.values("enterprise")).order_by("pk")
    list(held.select_for_update().values_list("pk"))
    ended = 0
    for member in members.select_related("enterprise", "user").order_by("enterprise", "pk"):
        if member.user_id != person.pk and _was_given_for_it(person, member.enterprise):
            continue
        ended += end_membership(member.enterprise, [member.user_id], by=person)
        enqueue_all(helper_ended_notices(member.enterprise, member))
    return ended


def _was_given_for_it(person: User, enterprise: Enterprise) -> bool:
    """Tell whether a consent was the enterprise's, which the person does not head any more."""
    return is_signed_by_head(enterprise) and not is_signing_owner(person, enterprise)


def end_declared() -> int:
    """Write the end of helpers whose owners have not consented in time; return how many.

    They may not act since that moment; this closes the row and notifies them. May be repeated.
    """
    over = Member.objects.filter(
        until__isnull=True, mandate__isnull=True, declared_until__lte=clock.now()
    )
    ended = 0
    for member in over.select_related("enterprise").order_by("id")[:_BATCH]:
        with transaction.atomic():
            closed = over.filter(pk=member.pk).update(until=member.declared_until)
            if closed:
                enqueue_all(lapsed_notices(member))
            ended += closed
    return ended

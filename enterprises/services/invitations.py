"""Owners invite helpers, who answer; there is no access before the owner has consented."""

from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import InvalidInput, NotFound, TooManyRequests
from common.identity.addresses import is_plain_address
from common.identity.crypto import blind_index
from common.jobs.tries import seconds_until_tomorrow, tries_today
from common.text.formats import mask_email
from enterprises.enums import ClaimState
from enterprises.messages.events import helper_asks_notices
from enterprises.messages.helper_notices import invited_notices
from enterprises.models import Claim, Enterprise, HelperInvitation
from enterprises.permissions import acts_for
from enterprises.selectors.helper_consents import open_invitations_to
from enterprises.services.helper_access import require_choice
from notifications.services.outbox import enqueue_all

INVITED_A_DAY: Final = 10
_LONGEST: Final = 254


def invite(owner: User, enterprise: Enterprise, email: str) -> None:
    """Invite the helper with this address; the answer is the same where there is none.

    So nobody can find out who has an account. Raises NotPermitted, InvalidInput `email_required`,
    TooManyRequests `invite_limit`.
    """
    require_choice(owner, enterprise)
    address = email.strip()
    if "@" not in address or not is_plain_address(address) or len(address) > _LONGEST:
        text = _("Tulis email seperti nama@contoh.id.")
        raise InvalidInput("email_required", text, field="email")
    if tries_today("helper-invite", owner.pk) > INVITED_A_DAY:
        raise TooManyRequests(
            "invite_limit",
            _("Anda sudah banyak mengundang hari ini. Coba lagi besok."),
            params={"wait": seconds_until_tomorrow()},
        )
    found = User.objects.with_address(address)
    is_helper = found is not None and found.is_helper and found.is_active and found != owner
    helper = found if is_helper else None
    if helper is not None and acts_for(helper, enterprise):
        return
    _keep(owner, enterprise, helper, address.lower())


def _keep(owner: User, enterprise: Enterprise, helper: User | None, address: str) -> None:
    """Keep the invitation once, and notify the helper, if there is one."""
    index = blind_index(address, purpose="invited-address")
    with transaction.atomic():
        # One at a time: an address and the helper who has it now are two keys of one invitation.
        Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)
        known = Q(address_index=index) | (Q(helper=helper) if helper else Q(pk__in=()))
        if open_invitations_to(enterprise).filter(known).exists():
            return
        invitation = HelperInvitation.objects.create(
            enterprise=enterprise,
            helper=helper,
            shown_address=mask_email(address)[:_LONGEST],
            address_index=index,
            invited_by=owner,
            invited_at=clock.now(),
        )
        if helper is not None:
            enqueue_all(invited_notices(invitation, helper))


def take_back(owner: User, enterprise: Enterprise, invitation_id: int) -> None:
    """Delete an invitation that waits; the helper no longer sees it.

    Raises NotPermitted, NotFound for what is no open invitation of the enterprise.
    """
    with transaction.atomic():
        require_choice(owner, enterprise)
        rows = open_invitations_to(enterprise).select_for_update(of=("self",))
        invitation = rows.filter(pk=invitation_id).first()
        if invitation is None:
            raise NotFound("not_found", _("Undangan ini sudah dijawab atau ditarik."))
        invitation.delete()


def answer_invitation(helper: User, invitation_id: int, *, accept: bool) -> HelperInvitation:
    """Decline an invitation, or accept it: then the owner reads the consent and agrees.

    Raises NotFound for what is no open invitation of the helper.
    """
    with transaction.atomic():
        rows = HelperInvitation.objects.select_for_update(of=("self",)).filter(
            helper=helper, answered_at__isnull=True
        )
        invitation = rows.select_related("enterprise").filter(pk=invitation_id).first()
        if invitation is None or not helper.is_helper:
            raise NotFound("not_found", _("Undangan ini sudah dijawab atau ditarik."))
        invitation.answered_at = clock.now()
        invitation.save(update_fields=["answered_at"])
        if accept and not acts_for(helper, invitation.enterprise):
            asked, is_new = Claim.objects.get_or_create(
                enterprise=invitation.enterprise,
                user=helper,
                state=ClaimState.PENDING,
                defaults={"created_at": clock.now()},
            )
            if is_new:
                enqueue_all(helper_asks_notices(asked))
    return invitation

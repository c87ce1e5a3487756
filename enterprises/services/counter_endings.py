"""Ending a helper at the counter: the owner was notified of an act, and does not want it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, NotFound, NotPermitted
from enterprises.enums import MemberRole
from enterprises.messages.events import helper_ended_notices
from enterprises.models import Enterprise, Member, OwnerNotice
from enterprises.permissions import may_hand_over
from enterprises.services.mandates import end_membership
from enterprises.services.reasons import require_reason
from notifications.services.outbox import enqueue_all


def helps_still(notice: OwnerNotice) -> bool:
    """Tell whether the helper of the notice helps the enterprise now, by consent or declaration."""
    return _open_help(notice) is not None


@transaction.atomic
def end_at_notice(official: User, notice_id: int, *, reason: str) -> Member:
    """End the helper of a notice for an owner who comes with it, also one who never consented.

    Locks the enterprise; the helper is notified. Raises NotFound, NotPermitted outside the
    official's region, for the helper and for a person who acts for the enterprise, InvalidInput
    `reason_required`, Conflict `help_ended`.
    """
    reason = require_reason(reason)
    found = OwnerNotice.objects.select_related("enterprise", "helper").filter(pk=notice_id)
    notice = found.first()
    if notice is None:
        raise NotFound("not_found", _("Pemberitahuan ini tidak ditemukan."))
    # The enterprise first, as wherever helpers are let in or ended.
    Enterprise.objects.select_for_update().only("pk").get(pk=notice.enterprise_id)
    if not may_hand_over(official, notice):
        raise NotPermitted("not_your_region", _("Pemberitahuan ini bukan wewenang Anda."))
    member = _open_help(notice)
    if member is None:
        raise Conflict("help_ended", _("Pendampingan ini sudah berakhir."))
    end_membership(notice.enterprise, [notice.helper_id], by=official, reason=reason)
    enqueue_all(helper_ended_notices(notice.enterprise, member))
    return member


def _open_help(notice: OwnerNotice) -> Member | None:
    return Member.objects.filter(
        enterprise=notice.enterprise_id,
        user=notice.helper_id,
        role=MemberRole.HELPER,
        until__isnull=True,
    ).first()

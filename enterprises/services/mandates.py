"""A helper's membership under an owner's consent: opened, kept and ended with it."""

from collections.abc import Collection

from accounts.models import User
from common.dates import clock
from enterprises.enums import ConsentState, MemberRole
from enterprises.models import Enterprise, HelperConsent, Member
from enterprises.services.posts import end_posts


def put_in_force(consent: HelperConsent) -> Member:
    """Let the helper act by a consent that is given; in the caller's transaction."""
    rows = Member.objects.select_for_update(of=("self",)).filter(
        enterprise_id=consent.enterprise_id, user_id=consent.helper_id, until__isnull=True
    )
    member = rows.first()
    if member is None:
        return Member.objects.create(
            enterprise_id=consent.enterprise_id,
            user_id=consent.helper_id,
            role=MemberRole.HELPER,
            mandate=consent,
            since=consent.answered_at or clock.now(),
        )
    member.mandate = consent
    member.save(update_fields=["mandate"])
    return member


def end_membership(
    enterprise: Enterprise, helpers: Collection[int], *, by: User | None, reason: str = ""
) -> int:
    """End these helpers of the enterprise and their consents now; return how many ended.

    In the caller's transaction. What waits to be answered is refused with them.
    """
    now = clock.now()
    open_rows = Member.objects.filter(
        enterprise=enterprise, user__in=helpers, until__isnull=True, role=MemberRole.HELPER
    )
    ended = open_rows.update(until=now)
    consents = HelperConsent.objects.filter(enterprise=enterprise, helper__in=helpers)
    consents.filter(state=ConsentState.GIVEN).update(
        state=ConsentState.ENDED, ended_at=now, ended_by=by, end_reason=reason[:500]
    )
    consents.filter(state=ConsentState.WAITING).delete()
    end_posts(enterprise, helpers)
    return ended

"""Who may act for an enterprise, and in whose scope it is."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.enums import OFFICIAL_ROLES, REVIEW_ROLES, Role
from accounts.models import User
from accounts.selectors.scope import active_postings, roles_of
from common.errors import Conflict, NotPermitted
from enterprises.models import Claim, Enterprise, HelperConsent, Member, OwnerNotice
from reference.enums import AgencyField

# Offices that maintain the register of enterprises; others see an enterprise in its application.
REGISTER_FIELDS = frozenset({AgencyField.COOPERATIVES, AgencyField.INDUSTRY_TRADE})
CLAIM_ROLES = (REVIEW_ROLES - {Role.CURATOR, Role.HELPER, Role.STAFF}) | {Role.ADMIN}

Person = User | AnonymousUser


def acts_for(user: Person, enterprise: Enterprise) -> bool:
    """Tell whether the person has an open membership, as owner or helper."""
    return (
        isinstance(user, User)
        and Member.objects.acting().filter(user=user, enterprise=enterprise).exists()
    )


def acts_or_acted_for(user: Person, enterprise: Enterprise) -> bool:
    """Tell whether the person is or was a member, and so decides nothing about the enterprise."""
    return (
        isinstance(user, User) and Member.objects.filter(user=user, enterprise=enterprise).exists()
    )


def is_posted(user: User) -> bool:
    """Tell whether the person is an official today, who handles other people's enterprises.

    A helper's posting does not count: helpers act for enterprises.
    """
    return bool(roles_of(user) - {Role.HELPER})


def require_no_posting(user: User) -> None:
    """Raise NotPermitted for officials."""
    if is_posted(user):
        raise NotPermitted(
            "applicants_only", _("Tindakan ini untuk pelaku usaha dan pendamping, bukan petugas.")
        )


def require_claimant_unposted(claim: Claim) -> None:
    """Raise Conflict where the claimant became an official while the claim waited."""
    if is_posted(claim.user):
        raise Conflict(
            "claimant_posted",
            _("Pemohon sekarang bertugas sebagai petugas, jadi permintaannya tidak diterima."),
        )


def may_edit(user: Person, enterprise: Enterprise) -> bool:
    """Tell whether the person may edit the profile: owner and helper may, officials only read."""
    return acts_for(user, enterprise)


def may_decide_claim(user: Person, claim: Claim) -> bool:
    """Tell whether a posting covers the enterprise's region.

    Excludes the claimant and everyone who acts or acted for the enterprise.
    """
    return claim.user_id != user.pk and _decides_about(user, claim.enterprise)


def may_correct_nik(user: Person, enterprise: Enterprise) -> bool:
    """Tell whether the person decides claims in its region and never acted for it."""
    return _decides_about(user, enterprise)


def may_judge_consent(user: Person, consent: HelperConsent) -> bool:
    """Tell whether an official of the region judges or ends an owner's consent to a helper.

    Never the helper, nor who acts or acted for the enterprise.
    """
    return consent.helper_id != user.pk and _decides_about(user, consent.enterprise)


def may_hand_over(user: Person, notice: OwnerNotice) -> bool:
    """Tell whether an official of the region hands an owner the slip of what a helper did.

    Never the helper, nor who acts or acted for the enterprise.
    """
    return notice.helper_id != user.pk and _decides_about(user, notice.enterprise)


def may_verify_capacity(user: Person, enterprise: Enterprise) -> bool:
    """Tell whether the person records visits in its region and never acted for it."""
    return _decides_about(user, enterprise)


def _decides_about(user: Person, enterprise: Enterprise) -> bool:
    return may_decide_in(user, enterprise.regency_id) and not acts_or_acted_for(user, enterprise)


def may_decide_in(user: Person, regency_code: str) -> bool:
    """Tell whether the person decides claims on enterprises of the regency."""
    return any(region in (None, regency_code) for region in register_regions(user, CLAIM_ROLES))


def decides_claims(user: Person) -> bool:
    """Tell whether the person decides claims in any region."""
    return bool(register_regions(user, CLAIM_ROLES))


def is_register_official(user: Person) -> bool:
    """Tell whether the person reads the register of enterprises in any region."""
    return bool(register_regions(user, OFFICIAL_ROLES))


def covers(user: Person, regency_code: str) -> bool:
    """Tell whether a posting of the person at a register office covers the regency."""
    return any(region in (None, regency_code) for region in register_regions(user, OFFICIAL_ROLES))


def official_scope(
    user: Person, *, roles: Iterable[Role] = OFFICIAL_ROLES, regency_path: str = "regency"
) -> Q:
    """Return the condition for rows in the regions of the person's postings at register offices."""
    scope = Q(pk__in=())
    for region in register_regions(user, roles):
        scope |= Q(pk__isnull=False) if region is None else Q(**{regency_path: region})
    return scope


def require_acts_for(user: Person, enterprise: Enterprise) -> None:
    """Raise NotPermitted unless the person acts for the enterprise."""
    if not acts_for(user, enterprise):
        raise NotPermitted("not_yours", _("Usaha ini bukan usaha Anda."))


def require_edit(user: Person, enterprise: Enterprise) -> None:
    """Raise NotPermitted unless the person may edit the profile."""
    if not may_edit(user, enterprise):
        raise NotPermitted("not_yours", _("Usaha ini bukan usaha Anda, jadi tidak dapat diubah."))


def register_regions(user: Person, roles: Iterable[Role]) -> list[str | None]:
    """Return regency codes covered in these roles; None alone means the whole province."""
    wanted_roles = frozenset(roles)
    regions = {
        posting.agency.regency_id
        for posting in active_postings(user)
        if posting.role in wanted_roles and posting.agency.field in REGISTER_FIELDS
    }
    return [None] if None in regions else sorted(regions, key=str)

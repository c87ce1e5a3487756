"""Who grants standings, who reads requests of buyers, and who answers letters for a member."""

from typing import Final

from django.utils.translation import gettext as _

from accounts.enums import OFFICIAL_ROLES, Role
from accounts.models import User
from common.errors import NotPermitted
from enterprises.enums import MemberRole
from enterprises.models import Enterprise, Member
from enterprises.permissions import Person, acts_or_acted_for, register_regions
from enterprises.selectors.posts import signs_for

# Both are of the province: an exporter works with makers of every regency.
PROPOSING: Final = frozenset({Role.STAFF, Role.ADMIN})
_GRANTING = frozenset({Role.STAFF, Role.DECIDER, Role.ADMIN})


def may_propose(user: Person) -> bool:
    """Tell whether the person proposes that an enterprise is exporter, or is no longer."""
    return None in register_regions(user, PROPOSING)


def may_grant(user: Person) -> bool:
    """Tell whether the person grants or ends what another proposed."""
    return None in register_regions(user, _GRANTING)


def may_read(user: Person) -> bool:
    """Tell whether the person reads exporters, requests and their sums: officials of the province.

    A superuser reads too.
    """
    is_superuser = bool(getattr(user, "is_superuser", False))
    return is_superuser or None in register_regions(user, OFFICIAL_ROLES)


def require_propose(user: Person, enterprise: Enterprise) -> None:
    """Raise NotPermitted unless the actor may propose and never acted for the enterprise."""
    _require(may_propose(user), user, enterprise)


def require_grant(user: Person, enterprise: Enterprise) -> None:
    """Raise NotPermitted unless the actor may grant and never acted for the enterprise."""
    _require(may_grant(user), user, enterprise)


def may_answer(user: object, enterprise: Enterprise) -> bool:
    """Tell whether the person owns the member or, where it has several people, heads it."""
    if not isinstance(user, User):
        return False
    owners = Member.objects.acting().filter(user=user, enterprise=enterprise, role=MemberRole.OWNER)
    return owners.exists() and signs_for(user, enterprise)


def _require(is_permitted: bool, user: Person, enterprise: Enterprise) -> None:
    if not is_permitted:
        raise NotPermitted("not_yours", _("Tindakan ini untuk petugas dinas provinsi."))
    if acts_or_acted_for(user, enterprise):
        raise NotPermitted(
            "own_enterprise", _("Anda anggota usaha ini, jadi petugas lain yang menanganinya.")
        )

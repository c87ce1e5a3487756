"""Who proposes, grants and ends the standing of exporters, and who reads requests of buyers."""

from django.utils.translation import gettext as _

from accounts.enums import OFFICIAL_ROLES, Role
from common.errors import NotPermitted
from enterprises.models import Enterprise
from enterprises.permissions import Person, acts_or_acted_for, register_regions

# Both are of the province: an exporter works with makers of every regency.
_PROPOSING = frozenset({Role.STAFF, Role.ADMIN})
_GRANTING = frozenset({Role.STAFF, Role.DECIDER, Role.ADMIN})


def may_propose(user: Person) -> bool:
    """Tell whether the person proposes that an enterprise is exporter, or is no longer."""
    return None in register_regions(user, _PROPOSING)


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
    """Raise NotPermitted for who may not propose, or acts or acted for the enterprise."""
    _require(may_propose(user), user, enterprise)


def require_grant(user: Person, enterprise: Enterprise) -> None:
    """Raise NotPermitted for who may not grant, or acts or acted for the enterprise."""
    _require(may_grant(user), user, enterprise)


def _require(is_permitted: bool, user: Person, enterprise: Enterprise) -> None:
    if not is_permitted:
        raise NotPermitted("not_yours", _("Tindakan ini untuk petugas dinas provinsi."))
    if acts_or_acted_for(user, enterprise):
        raise NotPermitted(
            "own_enterprise", _("Anda anggota usaha ini, jadi petugas lain yang menanganinya.")
        )

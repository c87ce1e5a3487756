"""Who sets the positions and numbers of an office, and who reads its letters."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q

from accounts.enums import Role
from accounts.models import Agency
from accounts.selectors.scope import EXPORT_ROLES, Person, bounds_of, scope_filter

# At the office, or for the whole province.
SETTING_ROLES: Final = frozenset({Role.ADMIN})
# Roles that see what waits for a signature without signing it.
WATCHING_ROLES: Final = frozenset({Role.DECIDER, Role.ADMIN, Role.AUDITOR})
AGENDA_ROLES: Final = WATCHING_ROLES | {Role.STAFF}
# Those who decide or audit read the agenda book, but cannot export its rows.
AGENDA_EXPORT_ROLES: Final = EXPORT_ROLES


def of_offices(user: Person, roles: Iterable[Role], path: str = "") -> Q:
    """Return a filter for rows of the offices where the person has one of `roles` today.

    `path` leads from the row to its office, such as `agency__`. A superuser has every office.
    """
    if is_superuser(user):
        return Q(pk__isnull=False)
    return scope_filter(user, roles=roles, field_path=f"{path}field", regency_path=f"{path}regency")


def has_role_for(user: Person, roles: Iterable[Role], agency: Agency) -> bool:
    """Tell whether the person has one of `roles` today at the office, or above it."""
    return is_superuser(user) or any(
        field in (None, agency.field) and regency in (None, agency.regency_id)
        for field, regency in bounds_of(user, roles)
    )


def has_role(user: Person, roles: Iterable[Role]) -> bool:
    """Tell whether the person has one of `roles` today at any office."""
    return is_superuser(user) or bool(bounds_of(user, roles))


def may_set_logos(user: Person) -> bool:
    """Tell whether the person is an administrator of any office."""
    return has_role(user, SETTING_ROLES)


def is_superuser(user: Person) -> bool:
    """Tell whether the person runs the portal."""
    return bool(getattr(user, "is_superuser", False) and getattr(user, "is_active", False))

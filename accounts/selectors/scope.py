"""What an official may see: agency field × region, from the postings in force."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.enums import OFFICIAL_ROLES, Role
from accounts.models import Agency, Posting, User
from common.dates import clock

Person = User | AnonymousUser
# Reviewers of applications may not also export rows.
EXPORT_ROLES = frozenset({Role.STAFF, Role.ADMIN})
_CACHE = "_postings_in_force"


def active_postings(user: Person, on: date | None = None) -> tuple[Posting, ...]:
    """Return an active person's postings in force on `on` (default today), with their agencies.

    Cached on the instance per day, so one request runs one query. A superuser without one has none.
    """
    if not isinstance(user, User) or not user.is_active:
        return ()
    day = on or clock.today()
    cached: dict[date, tuple[Posting, ...]] = user.__dict__.setdefault(_CACHE, {})
    if day not in cached:
        cached[day] = tuple(postings_on(day).filter(user=user).select_related("agency"))
    return cached[day]


def postings_on(day: date) -> QuerySet[Posting]:
    """Return all postings in force on `day`, including those of inactive people."""
    return Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


def roles_of(user: Person) -> frozenset[Role]:
    """Return the roles held through postings today, not those of an owner or of its helper."""
    return frozenset(Role(posting.role) for posting in active_postings(user))


def may_export_reports(user: Person) -> bool:
    """Tell whether the person is reporting staff or an administrator at any agency."""
    return bool(roles_of(user) & EXPORT_ROLES)


def is_official(user: Person) -> bool:
    """Tell whether the person holds an official role by a posting today, or is a superuser.

    Whether someone may not sign in by phone is `phones.must_use_password`.
    """
    return bool(getattr(user, "is_superuser", False) or roles_of(user) & OFFICIAL_ROLES)


def holds(user: Person, role: Role, *, field: str, regency_code: str | None) -> bool:
    """Tell whether `user` holds `role` today at an agency of `field` that covers the regency.

    None is the province: an agency of a regency does not cover it.
    """
    return agency_where(user, role, field=field, regency_code=regency_code) is not None


def agency_where(
    user: Person, role: Role, *, field: str, regency_code: str | None
) -> Agency | None:
    """Return the agency of `field` covering the regency where `user` holds `role` today."""
    found = (
        posting.agency
        for posting in active_postings(user)
        if posting.role == role
        and posting.agency.field == field
        and posting.agency.regency_id in (None, regency_code)
    )
    return next(found, None)


def bounds_of(user: Person, roles: Iterable[Role]) -> list[tuple[str | None, str | None]]:
    """Return agency field and regency of the person's postings today in any of `roles`.

    None means no limit: the whole province, and every field for the inspectorate, which has none.
    """
    role_set = frozenset(roles)
    bounds = {
        (posting.agency.field or None, posting.agency.regency_id)
        for posting in active_postings(user)
        if posting.role in role_set
    }
    return sorted(bounds, key=lambda bound: (bound[0] or "", bound[1] or ""))


def is_auditor(user: Person) -> bool:
    """Tell whether the person audits today, in any region; they hold no other role then."""
    return Role.AUDITOR in roles_of(user)


def scope_filter(
    user: Person,
    *,
    roles: Iterable[Role],
    field_path: str = "scheme__agency_field",
    regency_path: str = "regency",
    province_path: str = "",
) -> Q:
    """Return a filter for rows in scope of the postings that `user` holds today in any of `roles`.

    `field_path` and `regency_path` lead from the row to the agency field and the regency; an empty
    `field_path` limits by region alone. `province_path` leads to whether the row is the province's
    alone, out of every regency's scope. Without a posting nothing matches.
    """
    scope = Q(pk__in=())
    for field, regency in bounds_of(user, roles):
        bound = Q(**{field_path: field}) if field_path and field else Q(pk__isnull=False)
        if regency is not None:
            bound &= Q(**{regency_path: regency})
            if province_path:
                bound &= Q(**{province_path: False})
        scope |= bound
    return scope

"""Places of quotas: whose office has how many, and who holds one."""

from django.db.models import Q, QuerySet

from accounts.enums import OFFICIAL_ROLES, Role
from accounts.models import User
from accounts.selectors.scope import Person, bounds_of, is_official
from applications.models import Application
from common.dates import clock
from permits.models import Slot, SlotQuota
from programs.models import Scheme

SLOT_STAGE = "slot"


def is_given(application: Application) -> bool:
    """Tell whether the file's edition has a stage at which a place is given."""
    return any(stage.code == SLOT_STAGE for stage in application.edition.stages.all())


def quota_of(application: Application) -> SlotQuota | None:
    """Return this year's quota of the office that examines the file; None where none is set."""
    return SlotQuota.objects.filter(
        kind=application.scheme.code,
        year=clock.today().year,
        regency=application.office_regency,
    ).first()


def slot_of(application: Application) -> Slot | None:
    """Return the place that the file holds now, with its quota."""
    held = Slot.objects.filter(application=application, freed_at__isnull=True)
    return held.select_related("quota").first()


def schemes_with_places() -> QuerySet[Scheme]:
    """Return the schemes that give places, in any of their editions."""
    return Scheme.objects.filter(editions__stages__code=SLOT_STAGE).distinct().order_by("code")


def may_see_quotas(user: Person) -> bool:
    """Tell whether the person is an official, who sees the quotas of their scope."""
    return is_official(user)


def quotas_in_scope(user: User) -> QuerySet[SlotQuota]:
    """Return the quotas of the person's region, the latest year first; the province's see all."""
    bounds = bounds_of(user, OFFICIAL_ROLES)
    rows = SlotQuota.objects.select_related("regency", "set_by").order_by("-year", "-id")
    if user.is_superuser:
        return rows
    scope = Q(pk__in=())
    for field, regency in bounds:
        kinds = Scheme.objects.filter(**({"agency_field": field} if field else {}))
        bound = Q(kind__in=kinds.values("code"))
        scope |= bound & Q(regency=regency) if regency else bound
    return rows.filter(scope)


def settable(user: User) -> list[tuple[Scheme, str | None]]:
    """Return the schemes and regions of which the person sets the places: those of the offices
    that they administer; None is the province.
    """
    offices = bounds_of(user, {Role.ADMIN})
    return [
        (scheme, regency)
        for scheme in schemes_with_places()
        for field, regency in offices
        if field == scheme.agency_field
    ]

"""Permits by who may see them; all other code fetches permits from here."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import OFFICIAL_ROLES
from accounts.models import User
from accounts.selectors.scope import Person, is_official, scope_filter
from applications.models import Application, Attachment
from common.errors import NotFound
from enterprises.models import Enterprise, Member
from permits.models import Permit, PermitEvent
from permits.policies.status_table import IN_FORCE

# A permit has few events; what a page shows is limited nevertheless.
_MOST_EVENTS: Final = 500


def visible_to(user: User) -> QuerySet[Permit]:
    """Return the permits of enterprises the person acts for, and of offices in their scope."""
    acting = Member.objects.acting().filter(user=user, enterprise=OuterRef("enterprise"))
    own = Permit.objects.filter(Exists(acting))
    if not is_official(user):
        return own
    return Permit.objects.filter(Exists(acting) | _scope(user))


def in_scope(user: User) -> QuerySet[Permit]:
    """Return the permits that the person may see as an official; a superuser sees all."""
    return Permit.objects.filter(_scope(user)).select_related("enterprise", "regency")


def may_list(user: Person) -> bool:
    """Tell whether the person is an official, who sees the permits of their scope."""
    return is_official(user)


def permit_for(user: User, permit_id: int) -> Permit:
    """Return one permit; raises NotFound also when it exists but may not be seen."""
    found = visible_to(user).select_related(
        "enterprise", "agency", "regency", "application__scheme", "letter", "superseded_by"
    )
    permit = found.filter(pk=permit_id).first()
    if permit is None:
        raise NotFound("unknown_permit", _("Izin ini tidak ditemukan."))
    return permit


def permits_of(application: Application) -> QuerySet[Permit]:
    """Return the permits that result from the application, the oldest first."""
    return Permit.objects.filter(application=application).order_by("pk")


def permits_of_enterprise(enterprise: Enterprise) -> QuerySet[Permit]:
    """Return the permits of the enterprise, the newest first."""
    return Permit.objects.filter(enterprise=enterprise).order_by("-pk")


def recorded_in_force(application: Application) -> Permit | None:
    """Return the recorded permit of the application that is valid or suspended, if any."""
    return permits_of(application).filter(letter__isnull=True, status__in=IN_FORCE).first()


def files_of(permits: Iterable[Permit]) -> Mapping[int, int]:
    """Return by the key of each recorded permit the attachment of its file that is the scan."""
    rows = [each for each in permits if each.evidence_id and each.application_id]
    found = Attachment.objects.filter(
        application__in={each.application_id for each in rows},
        version__in={each.evidence_id for each in rows},
    )
    keys: dict[tuple[int | None, int | None], int] = {
        (row.application_id, row.version_id): row.pk for row in found.order_by("-pk")
    }
    pairs = ((each.pk, keys.get((each.application_id, each.evidence_id))) for each in rows)
    return {permit: attachment for permit, attachment in pairs if attachment is not None}


def history_of(permit: Permit) -> QuerySet[PermitEvent]:
    """Return the history of the permit, the oldest event first."""
    return permit.events.select_related("actor").order_by("pk")


def histories_of(permits: Iterable[Permit]) -> Mapping[int, list[PermitEvent]]:
    """Return the history of each permit by its key, the oldest event first; bounded."""
    found: dict[int, list[PermitEvent]] = {}
    rows = PermitEvent.objects.filter(permit__in=[each.pk for each in permits])
    for event in reversed(rows.order_by("-pk")[:_MOST_EVENTS]):
        found.setdefault(event.permit_id, []).append(event)
    return found


def _scope(user: User) -> Q:
    if user.is_superuser and user.is_active:
        # An empty condition would disappear in an OR with another.
        return Q(pk__isnull=False)
    return scope_filter(
        user,
        roles=OFFICIAL_ROLES,
        field_path="agency__field",
        regency_path="regency",
        province_path="at_province",
    )

"""Which enterprises are exporters of record today, and who acts for them."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from common.dates import clock
from enterprises.enums import MemberRole
from enterprises.models import Enterprise, Member
from supply.models import ExporterStanding


def live_standings() -> QuerySet[ExporterStanding]:
    """Return the standings that hold today: granted, not ended, not past their last day."""
    return ExporterStanding.objects.filter(
        granted_at__isnull=False, ended_at__isnull=True, expires_on__gte=clock.today()
    )


def exporters() -> QuerySet[Enterprise]:
    """Return the enterprises that are exporters of record today."""
    standing = live_standings().filter(enterprise=OuterRef("pk"))
    return Enterprise.objects.filter(Exists(standing))


def exporters_of(user: User) -> QuerySet[Enterprise]:
    """Return the exporters of record for which the person acts as an owner today, by name.

    Helpers are not among those who act: an order binds the exporter.
    """
    return exporters().filter(pk__in=owned_enterprises(user)).order_by("name", "pk")


def owned_enterprises(user: User) -> QuerySet[Member, int]:
    """Return the keys of the enterprises for which the person acts as an owner."""
    owners = Member.objects.acting().filter(user=user, role=MemberRole.OWNER)
    return owners.order_by().values_list("enterprise", flat=True)


def is_exporter(user: User) -> bool:
    """Tell whether the person acts for an exporter of record today."""
    return exporters_of(user).exists()


def acts_for_exporter() -> Exists:
    """Return the same as a condition, for a query of users."""
    standing = live_standings().filter(enterprise=OuterRef("enterprise"))
    owners = Member.objects.acting().filter(user=OuterRef("pk"), role=MemberRole.OWNER)
    return Exists(owners.filter(Exists(standing)))


def is_exporter_now(enterprise: Enterprise) -> bool:
    """Tell whether the enterprise is an exporter of record today."""
    return live_standings().filter(enterprise=enterprise).exists()


def people_to_tell() -> list[int]:
    """Return the ids of exporters' people who are notified of a new request, at most 200."""
    owners = Member.objects.acting().filter(
        role=MemberRole.OWNER, enterprise__in=exporters(), user__is_active=True
    )
    return list(owners.order_by("user").values_list("user", flat=True).distinct()[:200])


def standings() -> QuerySet[ExporterStanding]:
    """Return all standings with their enterprises, newest first."""
    rows = ExporterStanding.objects.select_related("enterprise__regency")
    return rows.order_by("-id")


def standing_for(standing_id: int) -> ExporterStanding | None:
    """Return a standing with the people who decided on it; None where there is none."""
    people = ("proposed_by", "granted_by", "end_proposed_by", "ended_by")
    return standings().select_related(*people).filter(pk=standing_id).first()


def enterprise_with_nib(nib: str) -> Enterprise | None:
    """Return the enterprise that may be proposed, by the whole number; None where there is none."""
    return Enterprise.objects.filter(nib=nib).first() if nib else None

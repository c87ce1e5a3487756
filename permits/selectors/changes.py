"""Stated changes of permits: the one to answer, and the one that a new document follows."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from common.errors import NotFound
from enterprises.models import Member
from permits.enums import ChangeAnswer
from permits.models import Permit, PermitChange


def own_permit(user: User, enterprise_id: int, permit_id: int) -> Permit:
    """Return a permit of an enterprise that the person acts for; raises NotFound."""
    acting = Member.objects.acting().filter(user=user, enterprise=OuterRef("enterprise"))
    found = Permit.objects.filter(Exists(acting), enterprise=enterprise_id, pk=permit_id)
    permit = found.select_related("enterprise", "application__scheme", "letter").first()
    if permit is None:
        raise NotFound("unknown_permit")
    return permit


def changes_of(permit: Permit) -> QuerySet[PermitChange]:
    """Return all stated changes of the permit, the oldest first."""
    return PermitChange.objects.filter(permit=permit).select_related("asked_by").order_by("pk")


def open_change(permit: Permit) -> PermitChange | None:
    """Return the change that waits for an answer."""
    return PermitChange.objects.filter(permit=permit, answer="").select_related("asked_by").first()


def followed_change(permit: Permit) -> PermitChange | None:
    """Return the latest accepted change of the permit, whose new document is to be recorded."""
    found = PermitChange.objects.filter(permit=permit, answer=ChangeAnswer.ACCEPTED)
    return found.order_by("-pk").first()


def latest_changes(permits: Iterable[Permit]) -> Mapping[int, PermitChange]:
    """Return the change that was stated last of each permit, by its key."""
    found = PermitChange.objects.filter(permit__in=[each.pk for each in permits])
    rows = found.order_by("permit_id", "-pk").distinct("permit_id")
    return {row.permit_id: row for row in rows}


def with_open_change(permits: QuerySet[Permit]) -> QuerySet[Permit]:
    """Return those with a stated change that waits for an answer."""
    return permits.filter(Exists(PermitChange.objects.filter(permit=OuterRef("pk"), answer="")))

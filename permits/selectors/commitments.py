"""Commitments of permits: what is still open, what is overdue, and who is notified."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import postings_on
from common.dates import clock
from common.errors import NotFound
from enterprises.models import Member
from permits.models import Commitment, Permit
from permits.policies.status_table import IN_FORCE

_MOST: Final = 20


def commitments_of(permits: Iterable[Permit]) -> Mapping[int, list[Commitment]]:
    """Return the commitments by the key of each permit, in the order in which they were made."""
    found: dict[int, list[Commitment]] = {}
    rows = Commitment.objects.filter(permit__in=[each.pk for each in permits])
    for row in rows.select_related("reported_by").order_by("pk"):
        found.setdefault(row.permit_id, []).append(row)
    return found


def own_commitment(user: User, permit_id: int, task: str) -> Commitment:
    """Return a commitment of an enterprise that the person acts for; raises NotFound."""
    acting = Member.objects.acting().filter(user=user, enterprise=OuterRef("permit__enterprise"))
    found = Commitment.objects.filter(Exists(acting), permit=permit_id, task=task)
    rows = found.select_related("permit__enterprise", "permit__application__scheme")
    commitment = rows.first()
    if commitment is None:
        raise NotFound("unknown_commitment")
    return commitment


def commitment_of(permit: Permit, task: str) -> Commitment:
    """Return a commitment of the permit by its task; raises NotFound."""
    commitment = Commitment.objects.filter(permit=permit, task=task).first()
    if commitment is None:
        raise NotFound("unknown_commitment", _("Komitmen ini tidak ditemukan."))
    commitment.permit = permit
    return commitment


def overdue(permits: QuerySet[Permit]) -> QuerySet[Permit]:
    """Return those in force with an unreported commitment whose day has passed."""
    late = Commitment.objects.filter(
        permit=OuterRef("pk"), reported_at__isnull=True, due_on__lt=clock.today()
    )
    return permits.filter(Exists(late), status__in=IN_FORCE)


def followers_of(permit: Permit) -> list[int]:
    """Return the keys of those who verify at the permit's office today and have no part in it."""
    posted = postings_on(clock.today()).filter(
        agency=permit.agency_id, role=Role.VERIFIER, user__is_active=True
    )
    members = Member.objects.filter(enterprise=permit.enterprise_id).values("user")
    people = posted.exclude(user__in=members).order_by("user_id")
    return list(people.values_list("user_id", flat=True).distinct()[:_MOST])

"""Who acts for an enterprise, and for which enterprises a person acts."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from enterprises.enums import MemberRole
from enterprises.models import Claim, Enterprise, Member


def enterprises_of(person: User) -> QuerySet[Member, Any]:
    """Return the ids of the enterprises that the person acts for now, as a subquery."""
    return Member.objects.acting().filter(user=person).values("enterprise")


def memberships_of(person: User) -> QuerySet[Member]:
    """Return the person's memberships, past ones too, with their enterprises, newest first."""
    members = Member.objects.filter(user=person).select_related("enterprise__regency")
    return members.order_by("-id")


def people_of(enterprise: Enterprise) -> QuerySet[Member]:
    """Return the enterprise's memberships, past ones too, with their people, newest first."""
    return Member.objects.filter(enterprise=enterprise).select_related("user").order_by("-id")


def acting_people(enterprise: Enterprise) -> QuerySet[Member]:
    """Return the memberships of those who act for the enterprise now, newest first."""
    acting = Member.objects.acting().filter(enterprise=enterprise)
    return acting.select_related("user").order_by("-id")


def is_helper_of(person: User, enterprise_id: int) -> bool:
    """Tell whether the person acts for the enterprise as a helper now."""
    acting = Member.objects.acting().filter(user=person, enterprise_id=enterprise_id)
    return acting.filter(role=MemberRole.HELPER).exists()


def declared_until(helper: User, enterprise: Enterprise) -> datetime | None:
    """Return until when the helper acts on their own declaration; None where they do not."""
    acting = Member.objects.acting().filter(user=helper, enterprise=enterprise)
    return acting.filter(mandate__isnull=True).values_list("declared_until", flat=True).first()


def owners_of(enterprise: Enterprise) -> QuerySet[Member]:
    """Return the memberships of its owners who have an account, in the order they joined."""
    owners = Member.objects.acting().filter(enterprise=enterprise, role=MemberRole.OWNER)
    return owners.select_related("user").order_by("user_id")


def claims_on(enterprise: Enterprise) -> QuerySet[Claim]:
    """Return the claims on the enterprise, newest first."""
    claims = Claim.objects.filter(enterprise=enterprise).select_related("user", "decided_by")
    return claims.order_by("-id")


def claims_by(person: User) -> QuerySet[Claim]:
    """Return the person's claims, newest first."""
    claims = Claim.objects.filter(user=person).select_related("enterprise", "decided_by")
    return claims.order_by("-id")

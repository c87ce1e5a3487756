"""Members that fit an order: they show the exporter their capacity and make such a product."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from common.dates import clock
from enterprises.enums import CredentialStatus
from enterprises.models import Credential, Product
from enterprises.selectors.exporters import visible_to_exporter
from programs.models import Scheme
from supply.models import MemberGrade, Order
from supply.policies.offered_weeks import lacking

# Outcomes after which an enterprise holds a document with a last day.
_HELD_AFTER = ("letter", "record")


@dataclass(frozen=True)
class Qualification:
    """How a member suits an order: its grade, None without one, and the certificates it lacks."""

    grade: MemberGrade | None
    lacks: Sequence[str]


def fitting_products(order: Order) -> QuerySet[Product]:
    """Return the products of the same HS heading whose makers show the exporter their capacity."""
    return visible_to_exporter(order.exporter).filter(hs_code__startswith=order.hs_code[:6])


def asked_products(order: Order) -> QuerySet[Product]:
    """Return the products whose makers were asked for an order, newest first."""
    asked = Product.objects.filter(pk__in=order.invitations.order_by().values("product"))
    return asked.select_related("enterprise__regency").order_by("-id")


def qualifications(order: Order, members: Collection[int]) -> Mapping[int, Qualification]:
    """Return how enterprises suit an order, by their keys. Two queries."""
    grades = {
        row.member_id: row
        for row in MemberGrade.objects.filter(exporter=order.exporter_id, member__in=members)
        .order_by("member_id", "-id")
        .distinct("member_id")
    }
    held = _held(order.certificates, members)
    last = last_day(order)
    return {
        member: Qualification(
            grades.get(member), lacking(order.certificates, held.get(member, {}), last)
        )
        for member in members
    }


def last_day(order: Order) -> date:
    """Return the buyer's last date; today for an order without one."""
    return max((row.due_on for row in order.deliveries.all()), default=clock.today())


def certificate_names(kinds: Collection[str]) -> Mapping[str, str]:
    """Return what certificates are called, by kind."""
    found = {row.code: row.name for row in Scheme.objects.filter(code__in=kinds)}
    return {kind: found.get(kind, kind) for kind in kinds}


def certificate_choices() -> list[tuple[str, str]]:
    """Return the certificates that an order may require: documents that the portal knows."""
    return sorted(
        ((row.code, row.name) for row in Scheme.objects.filter(outcome__in=_HELD_AFTER)),
        key=lambda pair: pair[1],
    )


def _held(
    kinds: Collection[str], members: Collection[int]
) -> Mapping[int, Mapping[str, date | None]]:
    """Return the last day of each valid certificate, None for one without an end. One query."""
    good = Credential.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=clock.today()),
        enterprise__in=members,
        kind__in=kinds,
        status=CredentialStatus.VALID,
        checked_at__isnull=False,
    )
    found: dict[int, dict[str, date | None]] = {}
    # Ascending, those without an end last: the one that lasts longest is kept.
    for row in good.order_by("valid_until"):
        found.setdefault(row.enterprise_id, {})[row.kind] = row.valid_until
    return found

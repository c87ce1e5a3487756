"""Groups of members that the data know: new to the exporter, micro enterprises, regencies."""

from collections import Counter
from collections.abc import Collection
from typing import Final

from django.utils.translation import gettext as _

from common.dates import clock
from common.text.formats import number
from enterprises.policies.classification import Thresholds, classify_by_capital
from reference.models import Regency
from reference.selectors.parameters import thresholds
from supply.enums import OfferState
from supply.models import Invitation, Order

NEW: Final = "new"
MICRO: Final = "micro"
_REGENCY: Final = "regency-"
# What distinguishes groups: of up to 2,000 invitations nothing else is read.
_READ: Final = (
    "order",
    "is_new",
    "product__enterprise__regency",
    "product__enterprise__owner_capital",
    "product__enterprise__loan_capital",
)


def groups_of(invitations: Collection[Invitation]) -> dict[int, tuple[str, ...]]:
    """Return the groups of each member, by the key of its invitation.

    Micro is the class by capital of registration (PP 7/2021 art 35); sales are not looked at. The
    invitations have `product__enterprise`. A few queries for all.
    """
    if not invitations:
        return {}
    bounds = Thresholds(**thresholds("capital", clock.today())._asdict())
    return {row.pk: _groups(row, bounds) for row in invitations}


def _groups(row: Invitation, bounds: Thresholds) -> tuple[str, ...]:
    enterprise = row.product.enterprise
    found = [f"{_REGENCY}{enterprise.regency_id}"]
    if row.is_new:
        found.append(NEW)
    if classify_by_capital(enterprise.capital, bounds) == "micro":
        found.append(MICRO)
    return tuple(sorted(found))


def group_names(groups: Collection[str]) -> dict[str, str]:
    """Return the names of groups, by code; an unknown code is left out. One query."""
    keys = {code.removeprefix(_REGENCY) for code in groups if code.startswith(_REGENCY)}
    named = {f"{_REGENCY}{row.pk}": row.name for row in Regency.objects.filter(pk__in=sorted(keys))}
    named |= {NEW: _("anggota baru"), MICRO: _("usaha mikro")}
    return {code: named[code] for code in groups if code in named}


def group_choices(order: Order, *, invited: bool = False) -> list[tuple[str, str]]:
    """Return the groups of members who offered, each with how many; of all who were `invited`.

    The largest come first, the general ones before regencies.
    """
    states = (OfferState.OFFERED, OfferState.INVITED) if invited else (OfferState.OFFERED,)
    asked = order.invitations.filter(state__in=states)
    rows = list(asked.select_related("product__enterprise").only(*_READ))
    counts = Counter(code for codes in groups_of(rows).values() for code in codes)
    names = group_names(counts)
    ordered = sorted(
        names, key=lambda code: (code.startswith(_REGENCY), -counts[code], names[code])
    )
    return [
        (code, _("%(group)s (%(count)s)") % {"group": names[code], "count": number(counts[code])})
        for code in ordered
    ]

"""Which enterprises a person may see, and facts of one."""

from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.people import people_named
from common.errors import NotFound
from common.lists.word_search import (
    as_one_number,
    digits_of,
    explain,
    words_of,
)
from enterprises.enums import LegalForm, MemberRole
from enterprises.models import DocumentVersion, Enterprise, Member
from enterprises.permissions import official_scope
from enterprises.policies.sectors import sector_group

NIB_DIGITS = 13
# Too many of millions of NIB begin with fewer digits.
FEWEST_NIB_DIGITS = 6
# How far a search by a person's name reaches.
_MOST_PEOPLE = 200
_MOST_ENTERPRISES = 1000

_BORROWERS = {LegalForm.GROUP: "group", LegalForm.COOPERATIVE: "cooperative"}


def owned_by(user: User) -> QuerySet[Enterprise]:
    """Return enterprises the person acts for, as owner or helper, newest first."""
    return Enterprise.objects.filter(_acted_for(user)).select_related("regency").order_by("-id")


def with_owner_since(
    enterprises: QuerySet[Enterprise], user: User
) -> tuple[Enterprise | None, datetime | None]:
    """Return the first of them and the day since which the person owns it, None for a helper."""
    owners = Member.objects.acting().filter(
        user=user, enterprise=OuterRef("pk"), role=MemberRole.OWNER
    )
    found = enterprises.annotate(owner_since=Subquery(owners.values("since")[:1])).first()
    return (None, None) if found is None else (found, found.owner_since)


def own_sole_enterprise(user: User) -> Enterprise | None:
    """Return the sole proprietor's enterprise that the person acts for, the newest of several."""
    return owned_by(user).filter(legal_form=LegalForm.SOLE).first()


def visible_to(user: User) -> QuerySet[Enterprise]:
    """Return enterprises the person acts for, and those in the region of their register office."""
    return (
        Enterprise.objects.filter(_acted_for(user) | official_scope(user))
        .select_related("regency")
        .order_by("-id")
    )


def register_of(user: User) -> QuerySet[Enterprise]:
    """Return the register as an official reads it; a superuser sees all.

    By region alone, which an index answers at any size.
    """
    enterprises = Enterprise.objects.select_related("regency").order_by("-id")
    return enterprises if user.is_superuser else enterprises.filter(official_scope(user))


def get_enterprise_for(user: User, enterprise_id: int) -> Enterprise:
    """Return one enterprise; raises NotFound also when it exists but may not be seen."""
    is_key = 0 < enterprise_id <= BigIntegerField.MAX_BIGINT
    enterprise = visible_to(user).filter(pk=enterprise_id).first() if is_key else None
    if enterprise is None:
        raise NotFound("not_found", _("Usaha tidak ditemukan."))
    return enterprise


def get_own_enterprise(user: User, enterprise_id: int) -> Enterprise:
    """Return an enterprise that the person acts for; raises NotFound for any other."""
    enterprise = owned_by(user).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise NotFound("not_found", _("Usaha tidak ditemukan."))
    return enterprise


def is_unclaimed(enterprise: Enterprise) -> bool:
    """Tell whether nobody acts for it, as after an import."""
    return not Member.objects.acting().filter(enterprise=enterprise).exists()


def facts_for(enterprise: Enterprise) -> dict[str, Any]:
    """Return what an application takes from the enterprise, by the contract's fact names.

    Amounts are whole rupiah. What a future entrepreneur does not know yet is None.
    """
    return {
        "annual_sales": enterprise.annual_sales,
        "business_started_on": enterprise.founded_on,
        "has_npwp": enterprise.npwp_index is not None,
        "has_nib_or_sku": bool(enterprise.nib or enterprise.sku_number),
        "sector": enterprise.sector,
        "sector_group": sector_group(enterprise.kbli, enterprise.kbli_version),
        "borrower": _BORROWERS.get(LegalForm(enterprise.legal_form), "person"),
        "regency": enterprise.regency_id,
    }


def reusable_documents(enterprise: Enterprise, kind: str) -> QuerySet[DocumentVersion]:
    """Return stored files of one kind, newest first, to be attached again without uploading."""
    versions = DocumentVersion.objects.filter(enterprise=enterprise, kind=kind)
    return versions.select_related("scan", "original").order_by("-id")


def documents_of(enterprise: Enterprise) -> QuerySet[DocumentVersion]:
    """Return every stored file of the enterprise, newest first."""
    versions = DocumentVersion.objects.filter(enterprise=enterprise)
    return versions.select_related("original").order_by("-id")


def search(enterprises: QuerySet[Enterprise], text: str) -> QuerySet[Enterprise]:
    """Filter by NIB, by its first digits (six or more), or by the words of the name, in any order.

    Words without three letters in a row find nothing by themselves: no index could answer them. A
    NIK is never searched for: the search text is part of the address, where no NIK may appear.
    """
    nib = as_one_number(text, NIB_DIGITS)
    if nib:
        return enterprises.filter(nib=nib)
    if not text.strip():
        return enterprises
    return enterprises.none() if explain(text) else enterprises.filter(_begins_or_is_named(text))


def nib_begins_with(digits: str, field: str = "nib") -> Q | None:
    """Return the condition for a NIB that begins with these digits; None for too few or too many.

    It is a range of numbers, for which the unique index on the NIB is used.
    """
    if not FEWEST_NIB_DIGITS <= len(digits) < NIB_DIGITS:
        return None
    first, last = digits.ljust(NIB_DIGITS, "0"), digits.ljust(NIB_DIGITS, "9")
    return Q(**{f"{field}__gte": first, f"{field}__lte": last})


def search_with_people(enterprises: QuerySet[Enterprise], text: str) -> QuerySet[Enterprise]:
    """Filter like `search`, or by the name or e-mail address of a person who acts for it.

    Words that fit too many people are looked for in the names of enterprises only.
    """
    if not text.strip() or as_one_number(text, NIB_DIGITS) or explain(text):
        return search(enterprises, text)
    people = people_named(text, most=_MOST_PEOPLE + 1)
    if not people or len(people) > _MOST_PEOPLE:
        return search(enterprises, text)
    members = Member.objects.acting().filter(user__in=people)
    own = [pk for (pk,) in members.values_list("enterprise")[:_MOST_ENTERPRISES]]
    return enterprises.filter(_begins_or_is_named(text) | Q(pk__in=own))


def _begins_or_is_named(text: str) -> Q:
    named = reduce(and_, (Q(name__icontains=word) for word in words_of(text)))
    beginning = nib_begins_with(digits_of(text))
    return named | beginning if beginning else named


def _acted_for(user: User) -> Exists:
    return Exists(Member.objects.acting().filter(user=user, enterprise=OuterRef("pk")))

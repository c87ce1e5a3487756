"""Which enterprises a person sees, and what is known of one."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import NotFound
from common.lists.word_search import as_one_number, having_words
from enterprises.enums import LegalForm
from enterprises.models import DocumentVersion, Enterprise, Member
from enterprises.permissions import official_scope
from enterprises.policies.sectors import sector_group
from enterprises.selectors.classes import ClassPair, classes, classify

__all__ = [
    "ClassPair",
    "access",
    "classes",
    "classify",
    "documents_of",
    "facts_for",
    "is_unclaimed",
    "owned_by",
    "register_of",
    "reusable_documents",
    "search",
    "visible_to",
]

MAX_ID = 2**63 - 1
NIB_DIGITS = 13

_BORROWERS = {LegalForm.GROUP: "group", LegalForm.COOPERATIVE: "cooperative"}


def owned_by(user: User) -> QuerySet[Enterprise]:
    """Enterprises the person acts for, as owner or helper, newest first."""
    return Enterprise.objects.filter(_acted_for(user)).select_related("regency").order_by("-id")


def visible_to(user: User) -> QuerySet[Enterprise]:
    """Enterprises the person acts for, and those in the region of their register office."""
    return (
        Enterprise.objects.filter(_acted_for(user) | official_scope(user))
        .select_related("regency")
        .order_by("-id")
    )


def register_of(user: User) -> QuerySet[Enterprise]:
    """The register as an official reads it: by region alone, which an index answers at any size.

    A superuser sees all.
    """
    found = Enterprise.objects.select_related("regency").order_by("-id")
    return found if user.is_superuser else found.filter(official_scope(user))


def access(user: User, enterprise_id: int) -> Enterprise:
    """One enterprise; raises NotFound also when it exists but may not be seen."""
    found = (
        visible_to(user).filter(pk=enterprise_id).first() if 0 < enterprise_id <= MAX_ID else None
    )
    if found is None:
        raise NotFound("not_found", _("Usaha tidak ditemukan."))
    return found


def is_unclaimed(enterprise: Enterprise) -> bool:
    """True while nobody acts for it, as after an import."""
    return not Member.objects.filter(enterprise=enterprise, until__isnull=True).exists()


def facts_for(enterprise: Enterprise) -> dict[str, Any]:
    """What an application takes from the enterprise, by the contract's fact names.

    Amounts are whole rupiah. Every registered enterprise has a NIB, so `has_nib_or_sku` is true.
    """
    return {
        "annual_sales": enterprise.annual_sales,
        "business_started_on": enterprise.founded_on,
        "has_npwp": enterprise.npwp_index is not None,
        "has_nib_or_sku": bool(enterprise.nib),
        "sector": enterprise.sector,
        "sector_group": sector_group(enterprise.kbli, enterprise.kbli_version),
        "borrower": _BORROWERS.get(LegalForm(enterprise.legal_form), "person"),
        "regency": enterprise.regency_id,
    }


def reusable_documents(enterprise: Enterprise, kind: str) -> QuerySet[DocumentVersion]:
    """Stored files of one kind, newest first, to be attached again without uploading."""
    found = DocumentVersion.objects.filter(enterprise=enterprise, kind=kind)
    return found.select_related("scan").order_by("-id")


def documents_of(enterprise: Enterprise) -> QuerySet[DocumentVersion]:
    """Every stored file of the enterprise, newest first."""
    return DocumentVersion.objects.filter(enterprise=enterprise).order_by("-id")


def search(found: QuerySet[Enterprise], text: str) -> QuerySet[Enterprise]:
    """Narrows by NIB (13 digits) or by the words of the name, in any order.

    Words without three letters in a row find nothing by themselves: no index could answer them. A
    NIK is not asked for: what is searched stands in the address, where no NIK may stand.
    """
    nib = as_one_number(text, NIB_DIGITS)
    return found.filter(nib=nib) if nib else having_words(found, text, "name")


def _acted_for(user: User) -> Exists:
    return Exists(Member.objects.filter(user=user, until__isnull=True, enterprise=OuterRef("pk")))

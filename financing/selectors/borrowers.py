"""Whose particulars for SIKP are kept, and whose may still be."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.enums import ConsentPurpose
from accounts.models import Consent
from enterprises.models import Enterprise
from financing.models import Borrower

LISTS = ("sex", "marital", "education", "occupation")


def borrower_of(enterprise: Enterprise) -> Borrower | None:
    """The particulars kept of the owner of an enterprise."""
    return Borrower.objects.select_related(*LISTS).filter(enterprise=enterprise).first()


def agreed() -> QuerySet[Borrower]:
    """Particulars whose giver has not taken the consent back."""
    return Borrower.objects.exclude(_taken_back()).select_related(*LISTS)


def withdrawn() -> QuerySet[Borrower]:
    """Particulars whose giver took the consent back after they were given."""
    return Borrower.objects.filter(_taken_back()).order_by("pk")


def _taken_back() -> Exists:
    """A yes given again later is a yes to what is given again with it."""
    return Exists(
        Consent.objects.filter(
            user=OuterRef("consent__user"),
            text__purpose=ConsentPurpose.SIKP,
            given=False,
            pk__gt=OuterRef("consent_id"),
        )
    )

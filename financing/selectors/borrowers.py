"""Borrowers' particulars for SIKP, with and without valid consent."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.enums import ConsentPurpose
from accounts.models import Consent
from enterprises.models import Enterprise
from financing.models import Borrower

LISTS = ("sex", "marital", "education", "occupation")


def borrower_of(enterprise: Enterprise) -> Borrower | None:
    """Return the particulars of the owner of an enterprise, or None."""
    return Borrower.objects.select_related(*LISTS).filter(enterprise=enterprise).first()


def with_consent() -> QuerySet[Borrower]:
    """Return particulars whose consent was not withdrawn."""
    return Borrower.objects.exclude(_is_withdrawn()).select_related(*LISTS)


def without_consent() -> QuerySet[Borrower]:
    """Return particulars whose consent was withdrawn after they were given."""
    return Borrower.objects.filter(_is_withdrawn()).order_by("pk")


def _is_withdrawn() -> Exists:
    """Match a later withdrawal; a consent given after it covers only particulars given with it."""
    return Exists(
        Consent.objects.filter(
            user=OuterRef("consent__user"),
            text__purpose=ConsentPurpose.SIKP,
            given=False,
            pk__gt=OuterRef("consent_id"),
        )
    )

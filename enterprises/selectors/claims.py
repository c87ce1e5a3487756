"""Which claims an official may see, and the open claims of a person."""

from django.db.models import Q, QuerySet

from accounts.models import User
from common.lists.word_search import as_one_number, matching_words
from enterprises.enums import ClaimState
from enterprises.models import Claim
from enterprises.permissions import CLAIM_ROLES, official_scope
from enterprises.selectors.enterprises import NIB_DIGITS

RELATED = ("enterprise__regency", "user", "decided_by")


def claims_in_scope(user: User) -> QuerySet[Claim]:
    """Return claims in the regions where the person decides them; a superuser sees all."""
    scope = (
        Q(pk__isnull=False)
        if user.is_superuser
        else official_scope(user, roles=CLAIM_ROLES, regency_path="enterprise__regency")
    )
    return Claim.objects.filter(scope).select_related(*RELATED)


def search_claims(claims: QuerySet[Claim], text: str) -> QuerySet[Claim]:
    """Filter by the enterprise's NIB (13 digits) or the words of its name, in any order."""
    nib = as_one_number(text, NIB_DIGITS)
    if nib:
        return claims.filter(enterprise__nib=nib)
    return matching_words(claims, text, "enterprise__name")


def open_claims_of(user: User) -> QuerySet[Claim]:
    """Return the person's claims that are pending or refused, newest first."""
    return (
        Claim.objects.filter(user=user)
        .exclude(state=ClaimState.ACCEPTED)
        .select_related("enterprise")
        .order_by("-id")
    )

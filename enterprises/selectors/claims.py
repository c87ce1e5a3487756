"""Which claims an official may see, and the open claims of a person."""

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import NotFound
from common.lists.counting import capped_count
from common.lists.word_search import as_one_number, digits_of, matching_words
from enterprises.enums import ClaimBasis, ClaimState
from enterprises.models import Claim, Enterprise
from enterprises.permissions import CLAIM_ROLES, decides_claims, official_scope
from enterprises.selectors.enterprises import NIB_DIGITS, nib_begins_with

RELATED = ("enterprise__regency", "user", "decided_by")


def claims_in_scope(user: User) -> QuerySet[Claim]:
    """Return claims in the regions where the person decides them; a superuser sees all."""
    scope = (
        Q(pk__isnull=False)
        if user.is_superuser
        else official_scope(user, roles=CLAIM_ROLES, regency_path="enterprise__regency")
    )
    return Claim.objects.filter(scope).select_related(*RELATED)


def with_is_open(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Add `is_open`, by which open claims are put before decided ones."""
    is_open = When(state=ClaimState.PENDING, then=Value(True))
    return claims.annotate(is_open=Case(is_open, default=Value(False), output_field=BooleanField()))


def open_claims(user: User) -> QuerySet[Claim]:
    """Return the open claims that the person may decide, the oldest first; never their own."""
    claims = claims_in_scope(user).filter(state=ClaimState.PENDING)
    return claims.exclude(user=user).order_by("id")


def count_open_claims(user: User) -> int:
    """Return how many open claims wait for the person's region, capped; 0 for other roles."""
    return capped_count(open_claims(user)) if decides_claims(user) else 0


def search_claims(claims: QuerySet[Claim], text: str) -> QuerySet[Claim]:
    """Filter by NIB or its first digits, or by words of a name or address.

    A text with an @ is looked for in claimants' addresses, any other in the names of enterprises
    and claimants.
    """
    nib = as_one_number(text, NIB_DIGITS)
    if nib:
        return claims.filter(enterprise__nib=nib)
    if beginning := nib_begins_with(digits_of(text), "enterprise__nib"):
        return claims.filter(beginning | Q(enterprise__name__icontains=text.strip()))
    if "@" in text:
        return matching_words(claims, text, "user__email")
    return matching_words(claims, text, "enterprise__name", "user__name")


def claims_of(user: User) -> QuerySet[Claim]:
    """Return all claims that the person has made, newest first."""
    return Claim.objects.filter(user=user).select_related("enterprise").order_by("-id")


def open_claims_of_helpers(enterprise: Enterprise) -> QuerySet[Claim]:
    """Return the open claims of helpers who ask to act for the enterprise, the oldest first."""
    claims = Claim.objects.filter(
        enterprise=enterprise, state=ClaimState.PENDING, basis=ClaimBasis.NUMBERS
    )
    return claims.filter(user__is_helper=True).select_related("user", "enterprise").order_by("id")


def own_claim(user: User, claim_id: int) -> Claim:
    """Return a claim of the person's own; raises NotFound, also for another's."""
    found = claims_of(user).filter(pk=claim_id).first()
    if found is None:
        raise NotFound("not_found", _("Klaim tidak ditemukan."))
    return found


def open_claims_of(user: User) -> QuerySet[Claim]:
    """Return the person's claims that are pending or refused, newest first."""
    return claims_of(user).exclude(state=ClaimState.ACCEPTED)

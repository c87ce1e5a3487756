"""Notices to owners of their helpers' acts, for helpers, owners and officials."""

from django.db.models import Q, QuerySet

from accounts.models import User
from common.lists.word_search import matching_words
from enterprises.models import Enterprise, OwnerNotice
from enterprises.permissions import CLAIM_ROLES, official_scope

RELATED = ("enterprise__regency", "helper", "told_by")


def notices_of(enterprise: Enterprise) -> QuerySet[OwnerNotice]:
    """Return the notices about the enterprise, newest first."""
    return (
        OwnerNotice.objects.filter(enterprise=enterprise).select_related(*RELATED).order_by("-id")
    )


def notices_of_file(link: str) -> QuerySet[OwnerNotice]:
    """Return the notices about the file with this page, the oldest first."""
    return OwnerNotice.objects.filter(link=link).select_related("helper").order_by("id")


def notices_in_scope(user: User) -> QuerySet[OwnerNotice]:
    """Return the notices of the official's regions; a superuser sees all."""
    scope = (
        Q(pk__isnull=False)
        if user.is_superuser
        else official_scope(user, roles=CLAIM_ROLES, regency_path="enterprise__regency")
    )
    return OwnerNotice.objects.filter(scope).select_related(*RELATED)


def search_notices(notices: QuerySet[OwnerNotice], text: str) -> QuerySet[OwnerNotice]:
    """Filter by the words of the names of enterprise and helper, or of a file's number."""
    return matching_words(notices, text, "enterprise__name", "helper__name", "about")

"""The credentials of an enterprise."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from common.dates import clock
from enterprises.enums import CredentialStatus
from enterprises.models import Credential, Enterprise


def good_credentials(enterprise: Enterprise) -> QuerySet[Credential]:
    """Return the credentials that are valid today and were looked up at their issuer."""
    return Credential.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=clock.today()),
        enterprise=enterprise,
        status=CredentialStatus.VALID,
        checked_at__isnull=False,
    )


def good_for_longest(enterprise: Enterprise, kinds: Collection[str]) -> Sequence[Credential]:
    """Return the valid credentials of these kinds, those that last longest last.

    One without an end comes after all others.
    """
    held = good_credentials(enterprise).filter(kind__in=kinds)
    return sorted(held, key=lambda each: each.valid_until or date.max)

"""What an enterprise holds that answers for it."""

from collections.abc import Collection, Mapping
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


def answering(enterprise: Enterprise, kinds: Collection[str]) -> Mapping[str, Credential]:
    """Return by kind of document the good credential that answers it: the one that lasts longest.

    One without an end comes before all others.
    """
    held = good_credentials(enterprise).filter(answers__in=kinds)
    rising = sorted(held, key=lambda each: each.valid_until or date.max)
    return {each.answers: each for each in rising}

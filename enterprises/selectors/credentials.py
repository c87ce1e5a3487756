"""What an enterprise holds that answers for it."""

from django.db.models import Q

from common.dates import clock
from enterprises.enums import CredentialStatus
from enterprises.models import Credential, Enterprise


def good_credential(enterprise: Enterprise, kind: str) -> Credential | None:
    """Return the credential of this kind that is valid today and was looked up at its issuer.

    Of several the one that lasts longest; one without an end before all others.
    """
    today = clock.today()
    good = Credential.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        enterprise=enterprise,
        kind=kind,
        status=CredentialStatus.VALID,
        checked_at__isnull=False,
    )
    found = sorted(
        good[:20], key=lambda each: (each.valid_until is not None, each.valid_until or today)
    )
    unlimited = [each for each in found if each.valid_until is None]
    return unlimited[0] if unlimited else (found[-1] if found else None)

"""Whose key is this?"""

import hashlib

from django.db.models import Q

from accounts.models import ApiToken
from common.dates import clock


def digest_of(plain: str) -> str:
    """The SHA-256 by which a key is stored; keys are random, so no salt and no slow hash."""
    return hashlib.sha256(plain.encode()).hexdigest()


def find_token(plain: str) -> ApiToken | None:
    """The key with its active owner, or None when unknown or expired."""
    return (
        ApiToken.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=clock.now()),
            digest=digest_of(plain),
            user__is_active=True,
        )
        .select_related("user")
        .first()
    )

"""Finding an API key and its owner."""

import hashlib

from django.db.models import Q

from accounts.models import ApiToken, User
from common.dates import clock


def digest_of(plain: str) -> str:
    """Return the SHA-256 that is stored for a key: keys are random, so no salt or slow hash."""
    return hashlib.sha256(plain.encode()).hexdigest()


def find_token(plain: str) -> ApiToken | None:
    """Return the key with its active owner, or None when unknown, expired or revoked."""
    return (
        ApiToken.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=clock.now()),
            digest=digest_of(plain),
            revoked_at=None,
            user__is_active=True,
        )
        .select_related("user")
        .first()
    )


def has_valid_tokens(user: User) -> bool:
    """Tell whether a key acts for the person now."""
    return ApiToken.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=clock.now()), user=user, revoked_at=None
    ).exists()

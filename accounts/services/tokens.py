"""API keys, with which programs act for a person."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import ApiToken, User
from accounts.selectors.tokens import digest_of
from common.dates import clock

_DEMO_SALT = "accounts.demo_token"


@transaction.atomic
def issue_token(
    user: User, label: str, *, expires_at: datetime | None = None
) -> tuple[str, ApiToken]:
    """Create a key; return it in plain text and its row. The plain text is not stored."""
    plain = secrets.token_urlsafe(32)
    return plain, _store(user, plain, label, expires_at)


@transaction.atomic
def issue_demo_token(user: User) -> str:
    """Return the permanent key of a demo person, creating it when it is missing."""
    plain = demo_token(user.email or "")
    if not ApiToken.objects.filter(digest=digest_of(plain)).exists():
        _store(user, plain, "demo", None)
    return plain


def demo_token(email: str) -> str:
    """Return the key of the demo person with this address, the same on every call.

    Derived from SECRET_KEY, so each installation has its own.
    """
    return salted_hmac(_DEMO_SALT, email, algorithm="sha256").hexdigest()


def _store(user: User, plain: str, label: str, expires_at: datetime | None) -> ApiToken:
    return ApiToken.objects.create(
        user=user,
        digest=digest_of(plain),
        label=label,
        created_at=clock.now(),
        expires_at=expires_at,
    )

"""API keys, with which programs act for a person."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.enums import SecurityAction
from accounts.models import ApiToken, User
from accounts.selectors.second_factor import factors_of, requires_second_factor
from accounts.selectors.tokens import digest_of
from accounts.services.security_log import record
from common.dates import clock
from common.errors import Conflict, InvalidInput

_DEMO_SALT = "accounts.demo_token"
DEFAULT_DAYS: Final = 365
MOST_DAYS: Final = 730
MOST_LABEL: Final = 80


@transaction.atomic
def issue_token(
    user: User, label: str, *, expires_at: datetime | None = None, by: User | None = None
) -> tuple[str, ApiToken]:
    """Create a key; return it in plain text and its row. The plain text is not stored.

    Without `expires_at` it ends after DEFAULT_DAYS; it also ends with the account. `by` is None on
    the server. Raises InvalidInput `label_required`, Conflict `account_inactive`, and Conflict
    `second_factor_missing` for an official who has not set one up: their key gives the same access
    as they have.
    """
    label = label.strip()
    if not label or len(label) > MOST_LABEL:
        raise InvalidInput(
            "label_required",
            _("Tulis untuk apa kunci ini dipakai, paling banyak 80 huruf."),
            field="label",
        )
    if not user.is_active:
        raise Conflict("account_inactive", _("Akun ini tidak aktif."))
    if requires_second_factor(user) and not factors_of(user):
        raise Conflict(
            "second_factor_missing",
            _("Petugas ini belum memasang langkah kedua, jadi belum boleh mempunyai kunci API."),
        )
    plain = secrets.token_urlsafe(32)
    row = _store(user, plain, label, expires_at or end_after(DEFAULT_DAYS), by)
    record(SecurityAction.TOKEN_ISSUED, person=by, subject=user, words=label)
    return plain, row


def end_after(days: int) -> datetime:
    """Return when a key for so many days ends. Raises InvalidInput `bad_days`."""
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput(
            "bad_days",
            _("Kunci berlaku 1 sampai %(most)s hari."),
            field="days",
            params={"most": MOST_DAYS},
        )
    return clock.now() + timedelta(days=days)


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User | None = None) -> None:
    """End a key now; a key that was revoked before stays as it is. Locks its row."""
    row = ApiToken.objects.select_for_update(of=("self",)).select_related("user").get(pk=token.pk)
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        record(SecurityAction.TOKEN_REVOKED, person=by, subject=row.user, words=row.label)


@transaction.atomic
def revoke_tokens_of(user: User, *, by: User | None = None) -> int:
    """End every valid key of the person; return how many."""
    tokens = list(ApiToken.objects.filter(user=user, revoked_at=None))
    for token in tokens:
        revoke_token(token, by=by)
    return len(tokens)


@transaction.atomic
def issue_demo_token(user: User) -> str:
    """Return the permanent key of a demo person, creating it when it is missing."""
    plain = demo_token(user.email or "")
    if not ApiToken.objects.filter(digest=digest_of(plain)).exists():
        _store(user, plain, "demo", None, None)
    return plain


def demo_token(email: str) -> str:
    """Return the key of the demo person with this address, the same on every call.

    Derived from SECRET_KEY, so each installation has its own.
    """
    return salted_hmac(_DEMO_SALT, email, algorithm="sha256").hexdigest()


def _store(
    user: User, plain: str, label: str, expires_at: datetime | None, by: User | None
) -> ApiToken:
    return ApiToken.objects.create(
        user=user,
        digest=digest_of(plain),
        label=label,
        issued_by=by,
        created_at=clock.now(),
        expires_at=expires_at,
    )

"""A person's open sessions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.models import BrowserSession, User
from accounts.selectors.second_factor import has_office_access
from common.dates import clock

_SALT: Final = "accounts.open_session"
# More than anyone uses; "end all others" covers the rest.
MOST_SHOWN: Final = 50


@dataclass(frozen=True)
class OpenSession:
    """A session as its owner sees it; `handle` names it on a page without opening it."""

    handle: str
    device: str
    address: str
    begun_at: datetime | None
    seen_at: datetime | None
    is_this: bool


def open_sessions(user: User, this_key: str) -> list[OpenSession]:
    """Return the person's sessions that are still valid, this one first."""
    now = clock.now()
    rows = BrowserSession.objects.filter(user=user, expire_date__gt=now)
    if has_office_access(user):
        rows = rows.filter(
            seen_at__gt=now - settings.OFFICIAL_SESSION_IDLE,
            begun_at__gt=now - settings.OFFICIAL_SESSION_LIFE,
        )
    newest = rows.defer("session_data").order_by("-seen_at", "session_key")[:MOST_SHOWN]
    found = [
        OpenSession(
            handle=handle_of(row.session_key),
            device=row.device,
            address=str(row.address or ""),
            begun_at=row.begun_at,
            seen_at=row.seen_at,
            is_this=row.session_key == this_key,
        )
        for row in newest
    ]
    return sorted(found, key=lambda each: not each.is_this)


def handle_of(session_key: str) -> str:
    """Return what a page shows instead of the key, which alone would open the session."""
    return salted_hmac(_SALT, session_key, algorithm="sha256").hexdigest()[:32]

"""The session engine (settings.SESSION_ENGINE): Django's, which also writes whose session it is."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from accounts.models import BrowserSession
from accounts.services.sessions import ADDRESS, BEGUN, DEVICE, SEEN


class SessionStore(db.SessionStore):
    """Stores sessions in `BrowserSession`."""

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def create_model_instance(self, data: Any) -> BrowserSession:
        """Return the row of the session as it is now."""
        row: Any = super().create_model_instance(data)
        if owner := data.get(SESSION_KEY):
            row.user_id = int(owner)
            row.device = data.get(DEVICE, "")
            row.address = data.get(ADDRESS) or None
            row.begun_at, row.seen_at = _time(data, BEGUN), _time(data, SEEN)
        return row  # type: ignore[no-any-return]


def _time(data: Mapping[str, Any], name: str) -> datetime | None:
    at = data.get(name)
    return None if at is None else datetime.fromtimestamp(at, tz=UTC)

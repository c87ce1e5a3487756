"""Notes for the next page: Django's, in a cookie whose name comes from the settings."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class _NamedCookieStorage(CookieStorage):
    """Keeps notes in a cookie; the prefix of its name restricts who may set it."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return str(settings.MESSAGES_COOKIE_NAME)


class MessageStorage(FallbackStorage):
    """Keeps notes in the cookie, or in the session where they are too long for it."""

    storage_classes = (_NamedCookieStorage, SessionStorage)

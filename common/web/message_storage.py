"""Notes for the next page: Django's, under a cookie whose name the settings choose."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class _NamedCookieStorage(CookieStorage):
    """Keeps notes in a cookie; its name says by its prefix whom the browser takes it from."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return str(settings.MESSAGES_COOKIE_NAME)


class MessageStorage(FallbackStorage):
    """Keeps notes in the cookie, or in the session where they are too long for it."""

    storage_classes = (_NamedCookieStorage, SessionStorage)

"""Browsers that are signed in: Django's session, with its person and origin."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class BrowserSession(AbstractBaseSession):
    """One session; `user` is None for a visitor, and the rest is then empty.

    The columns beside Django's repeat what the session itself holds, so that people can see and end
    theirs. A row that is deleted ends the session. `device` is a browser and a system by their
    names, never the whole text that the browser sends.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="browser_sessions",
    )
    device = models.CharField(max_length=60, blank=True)
    address = models.GenericIPAddressField(null=True)
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=("user", "-seen_at"),
                condition=models.Q(user__isnull=False),
                name="session_by_person",
            ),
        ]

    def __str__(self) -> str:
        return self.device

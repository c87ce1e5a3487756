"""How accounts reaches a phone without knowing who carries messages.

Messages stand above people in the house, so the carrier is named in settings.PHONE_MESSENGER.
"""

from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User


class Messenger(Protocol):
    """Writes messages into the outbox, in the caller's transaction."""

    def send_code(
        self, *, phone: str, code: str, via: str, language: str, expires_at: datetime
    ) -> None:
        """The code to the number alone; worthless, and so not sent, after `expires_at`."""

    def tell_change(self, person: User, *, old_phone: str, at_counter: bool) -> None:
        """The person, and whoever holds the old number, learn that another one was put in."""

    def tell_shared(self, person: User, *, newcomer: str) -> None:
        """The person learns that somebody else signed up with the same number."""

    def tell_second_factor_reset(self, person: User, *, by: str, reason: str) -> None:
        """The person learns that their second step was taken off, by whom and why."""


def messenger() -> Messenger:
    """The carrier of this installation."""
    carrier: Messenger = import_string(settings.PHONE_MESSENGER)()
    return carrier

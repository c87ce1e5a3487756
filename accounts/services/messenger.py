"""How accounts sends messages without importing `notifications`.

`notifications` imports `accounts`, so the implementation is named in settings.PHONE_MESSENGER.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User


class Messenger(Protocol):
    """Writes messages into the outbox, in the caller's transaction."""

    def send_code(
        self,
        *,
        phone: str,
        code: str,
        via: str,
        language: str,
        expires_at: datetime,
        about: Mapping[str, str],
    ) -> None:
        """Send the code to the number only; after `expires_at` it is not sent any more.

        `about` names what is agreed to by passing the code on; empty for a code to sign in.
        """

    def notify_number_changed(self, person: User, *, old_phone: str, at_counter: bool) -> None:
        """Notify the person and the holder of the old number that the number was changed."""

    def notify_number_shared(self, person: User, *, newcomer: str) -> None:
        """Notify the person that `newcomer` signed up with the same number."""

    def notify_second_factor_reset(self, person: User, *, by: str, reason: str) -> None:
        """Notify the person that their second factor was removed, by whom and why."""


def messenger() -> Messenger:
    """Return the messenger of this installation."""
    instance: Messenger = import_string(settings.PHONE_MESSENGER)()
    return instance

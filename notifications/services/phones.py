"""The messenger of `accounts` (`accounts.services.messenger`): messages about phones and codes."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from common.dates import clock
from notifications.enums import MessageKey
from notifications.services.outbox import enqueue


class PhoneMessenger:
    """Writes the messages about numbers, codes and second factors into the outbox."""

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
        """Send the code, which is secret: encrypted in the outbox, wiped when it has ended."""
        enqueue(
            key=MessageKey.PHONE_CODE,
            phone=phone,
            context={**about, "via": via, "language": language},
            secret={"code": code},
            expires_at=expires_at,
        )

    def notify_number_changed(self, person: User, *, old_phone: str, at_counter: bool) -> None:
        """Notify the person and also the old number, whose holder may be the rightful owner."""
        context = {
            "name": person.get_full_name(),
            "changed_at": clock.now().isoformat(),
            "at_counter": at_counter,
            "language": person.language,
        }
        enqueue(key=MessageKey.PHONE_CHANGED, recipient=person, context=context, link="/akun/")
        enqueue(key=MessageKey.PHONE_CHANGED, phone=old_phone, context=context)

    def notify_second_factor_reset(self, person: User, *, by: str, reason: str) -> None:
        """Notify the official, who may not have requested the reset."""
        enqueue(
            key=MessageKey.SECOND_FACTOR_RESET,
            recipient=person,
            context={"by": by, "reason": reason, "reset_at": clock.now().isoformat()},
            link="/akun/dua-langkah/",
        )

    def notify_number_shared(self, person: User, *, newcomer: str) -> None:
        """Notify the person that `newcomer` signed up with the same number."""
        enqueue(
            key=MessageKey.PHONE_SHARED,
            recipient=person,
            context={"name": newcomer},
            link="/akun/ponsel/",
        )

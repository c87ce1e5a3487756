"""What accounts asks to be told by phone (`accounts.services.messenger`)."""

from datetime import datetime

from accounts.models import User
from common.dates import clock
from notifications.enums import MessageKey
from notifications.services.outbox import enqueue


class PhoneMessenger:
    """Puts the messages about numbers and codes into the outbox."""

    def send_code(
        self, *, phone: str, code: str, via: str, language: str, expires_at: datetime
    ) -> None:
        """A code is secret: it stands encrypted in the outbox and is wiped when it has ended."""
        enqueue(
            key=MessageKey.PHONE_CODE,
            phone=phone,
            context={"via": via, "language": language},
            secret={"code": code},
            expires_at=expires_at,
        )

    def tell_change(self, person: User, *, old_phone: str, at_counter: bool) -> None:
        """The old number is told too: whoever holds it may be the rightful one."""
        context = {
            "name": person.get_full_name(),
            "changed_at": clock.now().isoformat(),
            "at_counter": at_counter,
            "language": person.language,
        }
        enqueue(key=MessageKey.PHONE_CHANGED, recipient=person, context=context, link="/akun/")
        enqueue(key=MessageKey.PHONE_CHANGED, phone=old_phone, context=context)

    def tell_second_factor_reset(self, person: User, *, by: str, reason: str) -> None:
        """An official whose second step was taken off hears of it whether they asked or not."""
        enqueue(
            key=MessageKey.SECOND_FACTOR_RESET,
            recipient=person,
            context={"by": by, "reason": reason, "reset_at": clock.now().isoformat()},
            link="/akun/dua-langkah/",
        )

    def tell_shared(self, person: User, *, newcomer: str) -> None:
        """Somebody else signed up with the person's number."""
        enqueue(
            key=MessageKey.PHONE_SHARED,
            recipient=person,
            context={"name": newcomer},
            link="/akun/ponsel/",
        )

"""People with numbers, and the codes that reached them."""

import re
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import PhoneNumber, User
from common.dates import clock
from notifications.channels.recorded import RecordedMessage, recorded
from notifications.enums import PHONE_CHANNELS
from notifications.services.delivery import deliver_due
from tests.factories.accounts import UserFactory

NUMBER = "+6281234567890"
TYPED = "0812 3456 7890"
OTHER = "+6285712345678"
OTHER_TYPED = "0857-1234-5678"
PIN = "730284"


def with_phone(user: User | None = None, *, phone: str = NUMBER, pin: str = "") -> User:
    """A person, by default without e-mail, who holds `phone`."""
    user = user or UserFactory(email=None, password=None, verified=False)
    number = PhoneNumber(user=user, since=clock.now(), pin=make_password(pin) if pin else "")
    number.phone = phone
    number.save()
    return user


def phone_messages() -> list[RecordedMessage]:
    """Everything that went to phones, after the outbox was emptied, the oldest first."""
    deliver_due()
    found = [message for channel in PHONE_CHANNELS for message in recorded(channel)]
    return sorted(found, key=lambda message: message.at)


def latest_code() -> str:
    """The code in the newest message that holds one."""
    codes = [m for message in phone_messages() if (m := re.search(r"\b(\d{6}) ", message.text))]
    return codes[-1].group(1)


def ask(client: Any, typed: str = TYPED, *, via: str = "whatsapp", **more: str) -> Any:
    """Types a number on the sign-in page."""
    return client.post("/masuk/ponsel/", {"phone": typed, "via": via, **more})


def type_code(client: Any, code: str | None = None, path: str = "/masuk/ponsel/kode/") -> Any:
    """Types the code that arrived, or another one."""
    return client.post(path, {"code": latest_code() if code is None else code})

"""People with phone numbers, and the codes sent to them."""

import re
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import PhoneNumber, User
from common.dates import clock
from notifications.channels.recorded import RecordedMessage, recorded_messages
from notifications.enums import PHONE_CHANNELS
from notifications.services.delivery import deliver_due
from tests.factories.accounts import UserFactory

NUMBER = "+6281234567890"
TYPED = "0812 3456 7890"
OTHER = "+6285712345678"
OTHER_TYPED = "0857-1234-5678"
PIN = "730284"


def with_phone(user: User | None = None, *, phone: str = NUMBER, pin: str = "") -> User:
    """Give `phone` to the user, by default a new person without e-mail, and return them."""
    user = user or UserFactory(email=None, password=None, verified=False)
    number = PhoneNumber(user=user, since=clock.now(), pin=make_password(pin) if pin else "")
    number.phone = phone
    number.save()
    return user


def phone_messages() -> list[RecordedMessage]:
    """Deliver what is due and return everything that went to phones, the oldest first."""
    deliver_due()
    messages = [m for channel in PHONE_CHANNELS for m in recorded_messages(channel)]
    return sorted(messages, key=lambda message: message.at)


def latest_code() -> str:
    """Return the code in the newest message that holds one."""
    codes = [m for message in phone_messages() if (m := re.search(r"\b(\d{6}) ", message.text))]
    return codes[-1].group(1)


def request_code(client: Any, typed: str = TYPED, *, via: str = "whatsapp", **fields: str) -> Any:
    """Post a number on the sign-in page."""
    return client.post("/masuk/ponsel/", {"phone": typed, "via": via, **fields})


def enter_code(client: Any, code: str | None = None, path: str = "/masuk/ponsel/kode/") -> Any:
    """Post the code that arrived, or another one."""
    return client.post(path, {"code": latest_code() if code is None else code})

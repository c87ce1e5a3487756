"""Devices that someone has signed in with before, recognised by a signed cookie for a year.

The cookie grants no access. It decides which limit a wrong password or one-time code counts
towards: a stranger who exhausts the attempts for a name or number exhausts those of strangers, not
the device's own (docs/adr/0015-limits.md). It holds no name or number, only keyed digests, which
differ from device to device.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from common.identity.crypto import keyed_digest

LIFETIME: Final = timedelta(days=365)
# People and numbers of one device, the newest; an office or a family may share one.
MOST_MARKS: Final = 16
_NAME: Final = "known_device"
_SALT: Final = "accounts.known_devices"
_MARK_LENGTH: Final = 24
_NOTED: Final = "portal_known_device"


@dataclass(frozen=True)
class Device:
    """One browser: its random id, and a mark for each person and number that it has proved."""

    id: str
    marks: tuple[str, ...] = ()

    def knows(self, subject: str) -> bool:
        """Tell whether the device has proved this person or number."""
        return self._mark(subject) in self.marks

    def with_mark(self, subject: str) -> "Device":
        """Return the device with a mark for `subject`; the oldest beyond MOST_MARKS are dropped."""
        mark = self._mark(subject)
        others = [each for each in self.marks if each != mark]
        return Device(self.id, (*others, mark)[-MOST_MARKS:])

    def _mark(self, subject: str) -> str:
        digest = keyed_digest(purpose="known-device")
        digest.update(f"{self.id}|{subject}".encode())
        return digest.hexdigest()[:_MARK_LENGTH]


def cookie_name() -> str:
    """Return the cookie's name; with HTTPS no other host and no plain page can set it."""
    return f"__Host-{_NAME}" if settings.SESSION_COOKIE_SECURE else _NAME


def device_of(request: HttpRequest) -> Device | None:
    """Return the device that the request comes from, None for a new or a forged one."""
    noted: Device | None = getattr(request, _NOTED, None)
    cookie = request.COOKIES.get(cookie_name())
    if noted is not None or not cookie:
        return noted
    try:
        identity, marks = signing.loads(cookie, salt=_SALT, max_age=LIFETIME)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return Device(str(identity), tuple(map(str, marks)))


def device_knowing(request: HttpRequest, subject: str) -> Device | None:
    """Return the device when it has proved `subject` before, else None."""
    device = device_of(request)
    return device if device is not None and device.knows(subject) else None


def person_subject(user: User) -> str:
    """Return what a device that signed `user` in has proved."""
    return f"person {user.pk}"


def number_subject(phone: str) -> str:
    """Return what a device that entered a right code for `phone` (`+628…`) has proved."""
    return f"number {phone}"


def note(request: HttpRequest, subject: str) -> None:
    """Make the device known for `subject` with the response to this request."""
    device = device_of(request) or Device(secrets.token_hex(16))
    setattr(request, _NOTED, device.with_mark(subject))


def write_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie when the request recorded something; signing in again renews its year."""
    device: Device | None = getattr(request, _NOTED, None)
    if device is None:
        return
    response.set_cookie(
        cookie_name(),
        signing.dumps([device.id, list(device.marks)], salt=_SALT),
        max_age=LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def note_person(sender: Any, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """Record the device of a sign-in, or of a password set by an e-mailed link, on their signals.

    After using the link the person can sign in from this device at once, even if their name is
    locked.
    """
    if request is not None:
        note(request, person_subject(user))

"""What the session stores between the steps: ids and times, never a number or code."""

import uuid
from dataclasses import asdict, dataclass

from django.http import HttpRequest

from accounts.models import OneTimeCode, User
from common.web.own_paths import own_path

_PENDING = "phone_pending"


@dataclass
class Pending:
    """A code that was sent for this browser; `is_proved` once it was entered here.

    `is_new`: the person wants a new account on a number that others may already use.
    `number_id`: the row of the person chosen among those who share the number.
    """

    code_id: str
    next: str = ""
    is_new: bool = False
    is_proved: bool = False
    number_id: int = 0

    @property
    def id(self) -> uuid.UUID:
        return uuid.UUID(self.code_id)


def save_pending(request: HttpRequest, pending: Pending) -> None:
    """Store the step for the next page."""
    request.session[_PENDING] = asdict(pending)


def get_pending(request: HttpRequest) -> Pending | None:
    """Return the step this browser is in, or None."""
    stored = request.session.get(_PENDING)
    return Pending(**stored) if stored else None


def get_pending_code(request: HttpRequest, purposes: tuple[str, ...]) -> OneTimeCode | None:
    """Return the code's row, when the same person requested it for one of `purposes`."""
    pending = get_pending(request)
    if pending is None:
        return None
    owner = request.user if isinstance(request.user, User) else None
    return OneTimeCode.objects.filter(id=pending.id, purpose__in=purposes, user=owner).first()


def clear_pending(request: HttpRequest) -> None:
    """Delete the finished step."""
    request.session.pop(_PENDING, None)


def mark_proved(request: HttpRequest, pending: Pending) -> None:
    """Record that the code was right; a new session key makes one known before it useless."""
    pending.is_proved = True
    save_pending(request, pending)
    request.session.cycle_key()


def safe_next(request: HttpRequest) -> str:
    """Return the path to continue at, when it is one of this portal; else ''.

    A step that names none keeps the path of the code sent before: a person who mistyped the number
    starts again in the middle of what they were doing.
    """
    asked = own_path(request.POST.get("next") or request.GET.get("next") or "")
    pending = get_pending(request)
    return asked or (own_path(pending.next) if pending else "")

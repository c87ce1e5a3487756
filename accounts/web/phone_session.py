"""What the session stores between the steps: ids and times, never a number or code."""

import uuid
from dataclasses import asdict, dataclass

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from accounts.models import OneTimeCode, User
from common.dates import clock
from common.web.own_paths import own_path

_PENDING = "phone_pending"
_CONFIRMED = "phone_confirmed"


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
    """Delete the step, which is over."""
    request.session.pop(_PENDING, None)


def mark_proved(request: HttpRequest, pending: Pending) -> None:
    """Record that the code was right; a new session key makes one known before it useless."""
    pending.is_proved = True
    save_pending(request, pending)
    request.session.cycle_key()


def mark_confirmed(request: HttpRequest, user: User) -> None:
    """Record that `user` has just proved in this browser that they hold their number."""
    request.session[_CONFIRMED] = [user.pk, clock.now().timestamp()]


def is_confirmed_by_phone(request: HttpRequest) -> bool:
    """Tell whether the person proved it in this browser within PHONE_PROOF_LIFETIME."""
    owner, at = request.session.get(_CONFIRMED) or (None, 0.0)
    return bool(owner == request.user.pk and _is_fresh(float(at)))


def is_confirmed(request: HttpRequest) -> bool:
    """Tell whether the person has just proved their number or entered their password.

    Required before they change how they sign in.
    """
    if is_confirmed_by_phone(request):
        return True
    records = get_authentication_records(request, request.user)
    return any(r.get("method") == "password" and _is_fresh(float(r["at"])) for r in records)


def safe_next(request: HttpRequest) -> str:
    """Return the path to continue at, when it is one of this portal; else ''."""
    return own_path(request.POST.get("next") or request.GET.get("next") or "")


def _is_fresh(at: float) -> bool:
    return clock.now().timestamp() - at < settings.PHONE_PROOF_LIFETIME.total_seconds()

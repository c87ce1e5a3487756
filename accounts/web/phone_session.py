"""What the browser's session remembers between the steps: ids and times, never a number or code."""

import uuid
from dataclasses import asdict, dataclass

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import OneTimeCode, User
from common.dates import clock

_PENDING = "phone_pending"
_CONFIRMED = "phone_confirmed"


@dataclass
class Pending:
    """A code that was sent for this browser; `is_proved` once the right one was typed here.

    `is_new`: whoever asks wants an account of their own on a number that others may use.
    `number_id`: the person chosen among those who share the number.
    """

    code_id: str
    next: str = ""
    is_new: bool = False
    is_proved: bool = False
    number_id: int = 0

    @property
    def id(self) -> uuid.UUID:
        return uuid.UUID(self.code_id)


def keep(request: HttpRequest, pending: Pending) -> None:
    """Remembers the step for the next page."""
    request.session[_PENDING] = asdict(pending)


def pending(request: HttpRequest) -> Pending | None:
    """The step this browser is in, or None."""
    found = request.session.get(_PENDING)
    return Pending(**found) if found else None


def pending_code(request: HttpRequest, purposes: tuple[str, ...]) -> OneTimeCode | None:
    """The row behind the step, when it was asked for one of `purposes` by the same person."""
    found = pending(request)
    if found is None:
        return None
    owner = request.user if isinstance(request.user, User) else None
    return OneTimeCode.objects.filter(id=found.id, purpose__in=purposes, user=owner).first()


def forget(request: HttpRequest) -> None:
    """The step is over."""
    request.session.pop(_PENDING, None)


def prove(request: HttpRequest, found: Pending) -> None:
    """Another session key from now on: a key known before the code opens nothing."""
    found.is_proved = True
    keep(request, found)
    request.session.cycle_key()


def stamp(request: HttpRequest, user: User) -> None:
    """`user` has just shown in this browser that they hold their number."""
    request.session[_CONFIRMED] = [user.pk, clock.now().timestamp()]


def is_confirmed_by_phone(request: HttpRequest) -> bool:
    """Whether the person held their number in this browser within the last quarter of an hour."""
    owner, at = request.session.get(_CONFIRMED) or (None, 0.0)
    return bool(owner == request.user.pk and _is_fresh(float(at)))


def is_confirmed(request: HttpRequest) -> bool:
    """The same, by number or by password: enough to change what opens the account."""
    if is_confirmed_by_phone(request):
        return True
    records = get_authentication_records(request, request.user)
    return any(r.get("method") == "password" and _is_fresh(float(r["at"])) for r in records)


def safe_next(request: HttpRequest) -> str:
    """The path to go on to, when it is one of this portal."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_own_path(wanted) else ""


def is_own_path(path: str) -> bool:
    """Whether the text is a path here and no way to another site."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def _is_fresh(at: float) -> bool:
    return clock.now().timestamp() - at < settings.PHONE_PROOF_LIFETIME.total_seconds()

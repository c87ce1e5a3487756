"""Wrong passwords: which of them count together, and until when a name is locked (for axes).

A device that the person has signed in with before is counted separately. Everyone else is counted
by name and network, so that strangers lock out strangers, never the person's own device or another
network (docs/adr/0015-limits.md).
"""

from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account.utils import filter_users_by_email
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off, get_failure_limit
from axes.models import AccessAttempt
from django.db import transaction
from django.db.models import F, Max, QuerySet, Sum
from django.http import HttpRequest

from accounts.services.known_devices import Device, device_of, person_subject
from common.dates import clock
from common.retention import retention

_NAMES: Final = ("login", "email", "username")
_LONGEST_NAME: Final = 255
_KNOWN: Final = "portal_knows_name"
_LAST_TRY: Final = "portal_last_wrong_password"


def name_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """Return the attempted name, in one spelling; None without one."""
    given = credentials if credentials is not None else request.POST
    name = next((str(given[key]) for key in _NAMES if given.get(key)), "")
    return name.casefold().replace("\0", "")[:_LONGEST_NAME] or None


def device_knowing_name(request: HttpRequest, credentials: dict[str, Any] | None) -> Device | None:
    """Return the device when whoever signs in by this name did so on it before.

    Looked up only for a device with a valid cookie, once per request and name.
    """
    device, name = device_of(request), name_of(request, credentials)
    if device is None or name is None:
        return None
    known: dict[str, bool] = getattr(request, _KNOWN, {})
    if name not in known:
        people = filter_users_by_email(name)
        known[name] = any(device.knows(person_subject(person)) for person in people)
        setattr(request, _KNOWN, known)
    return device if known[name] else None


def locked_until(request: HttpRequest) -> datetime:
    """Return when the name is unlocked: the wait begins with the last attempt that counted."""
    last: datetime | None = getattr(request, _LAST_TRY, None)
    wait: timedelta = get_cool_off(request)
    return (last or clock.now()) + wait


def forget_failed_sign_ins() -> int:
    """Delete attempts that the limits stopped counting long ago; return how many."""
    before = clock.now() - retention("failed-sign-ins").period
    return int(AccessAttempt.objects.filter(attempt_time__lt=before).delete()[0])


class SignInLimits(AxesDatabaseHandler):  # type: ignore[misc]  # untyped
    """Counts in axes' table, where `user_agent` holds the known device, '' for any other.

    What was posted is not stored, nor what browser it came from.
    """

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        """Count a wrong password; an attempt during the wait neither counts nor extends it."""
        if request is None:
            return
        if not request.axes_locked_out:  # type: ignore[attr-defined]
            self.clean_expired_user_attempts(request, credentials)
            self._count(request, credentials)
            limit = get_failure_limit(request, credentials)
            request.axes_locked_out = (  # type: ignore[attr-defined]
                self.get_failures(request, credentials) >= limit
            )
        request.axes_credentials = credentials  # type: ignore[attr-defined]

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return how many wrong passwords count together, and record when the last one came."""
        (attempts,) = self.get_user_attempts(request, credentials)
        found = attempts.aggregate(count=Sum("failures_since_start"), last=Max("attempt_time"))
        setattr(request, _LAST_TRY, found["last"])
        return found["count"] or 0

    def filter_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> list[QuerySet[AccessAttempt]]:
        """Return the attempts that count together with this one."""
        which = self._counted_as(request, credentials)
        if which["user_agent"]:
            # A phone changes its network all the time.
            del which["ip_address"]
        return [AccessAttempt.objects.filter(**which)]

    def _count(self, request: HttpRequest, credentials: dict[str, Any]) -> None:
        now = request.axes_attempt_time  # type: ignore[attr-defined]
        which = self._counted_as(request, credentials)
        with transaction.atomic():
            attempt, is_new = AccessAttempt.objects.select_for_update().get_or_create(
                **which, defaults={"failures_since_start": 1, "attempt_time": now}
            )
            if not is_new:
                AccessAttempt.objects.filter(pk=attempt.pk).update(
                    failures_since_start=F("failures_since_start") + 1, attempt_time=now
                )

    def _counted_as(
        self, request: HttpRequest, credentials: dict[str, Any] | None
    ) -> dict[str, Any]:
        device = device_knowing_name(request, credentials)
        return {
            "username": name_of(request, credentials),
            "ip_address": request.axes_ip_address,  # type: ignore[attr-defined]
            "user_agent": f"device {device.id}" if device else "",
        }

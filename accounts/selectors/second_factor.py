"""Who needs a second factor, and whether they used it."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from accounts.selectors.scope import active_postings

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class PendingStep(Enum):
    """What a signed-in official must still do before any page recognises them."""

    SET_UP = "set_up"
    VERIFY = "verify"


def pending_step(request: HttpRequest) -> PendingStep | None:
    """Return what the signed-in person must still do before they are recognised, or None."""
    # `request.user` is lazy: evaluating it makes the middleware set the attribute.
    bool(request.user.is_authenticated)
    return getattr(request, "pending_step", None)


def has_office_access(user: User) -> bool:
    """Tell whether an active person may open office pages: by a posting in force or admin access.

    Unlike `phones.must_use_password` it ignores postings that have not begun.
    """
    return user.is_active and (user.is_staff or user.is_superuser or bool(active_postings(user)))


def requires_second_factor(user: User) -> bool:
    """Tell whether the person stays anonymous until they use a second factor.

    Demo people are exempt, and only where there is demo data.
    """
    return has_office_access(user) and not (user.is_demo and settings.PORTAL_DEMO)


def factors_of(user: User) -> frozenset[str]:
    """Return the kinds of second factor the person has set up, recovery codes not counted."""
    factors = Authenticator.objects.filter(user=user, type__in=FACTORS)
    return frozenset(factors.values_list("type", flat=True))


def has_used_second_factor(user: User, records: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether one of this session's authentications used a factor the person still has."""
    used = [record.get("id") for record in records if record.get("method") == "mfa"]
    return bool(used) and Authenticator.objects.filter(user=user, pk__in=used).exists()

"""Who must prove themselves twice, and whether they did."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from accounts.selectors.scope import active_postings

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Owed(Enum):
    """What a signed-in official has still to do before they are known."""

    SET_UP = "set_up"
    PROVE = "prove"


def owed_by(request: HttpRequest) -> Owed | None:
    """What keeps the signed-in person from being known here, if anything."""
    # Finding out who it is tells what they owe.
    bool(request.user.is_authenticated)
    return getattr(request, "owed", None)


def works_here(user: User) -> bool:
    """Whether the person opens pages of the offices: a posting in force, or the admin."""
    return user.is_active and (user.is_staff or user.is_superuser or bool(active_postings(user)))


def must_prove_twice(user: User) -> bool:
    """Whether the person is nobody here before a second step.

    Demo people are excepted, and only where there is demo data.
    """
    return works_here(user) and not (user.is_demo and settings.PORTAL_DEMO)


def factors_of(user: User) -> frozenset[str]:
    """The kinds of second factor the person has set up, recovery codes not counted."""
    found = Authenticator.objects.filter(user=user, type__in=FACTORS)
    return frozenset(found.values_list("type", flat=True))


def is_proven(user: User, records: Iterable[Mapping[str, Any]]) -> bool:
    """Whether one of this session's authentications used a factor that the person still has."""
    used = [record.get("id") for record in records if record.get("method") == "mfa"]
    return bool(used) and Authenticator.objects.filter(user=user, pk__in=used).exists()

"""Whose number is this, and who may come in with it."""

import re

from django.conf import settings
from django.db.models import Q

from accounts.models import OneTimeCode, PhoneNumber, Posting, User
from common.dates import clock
from common.dates.clock import JAKARTA


def are_offered() -> bool:
    """Whether people may sign in by phone here: codes can really be sent, or all is for show."""
    return bool(settings.PHONE_SIGN_IN or settings.PORTAL_DEMO)


def live_phone(user: User) -> PhoneNumber | None:
    """The person's number in use, or None."""
    return PhoneNumber.objects.filter(user=user, until=None).first()


def number_of(user: User) -> str:
    """The person's number as `+628…`, or ''."""
    found = live_phone(user)
    return found.phone if found else ""


def people_on(phone: str) -> list[PhoneNumber]:
    """Everybody who uses the number (`+628…`), the first one first."""
    index = PhoneNumber.phone.index_of(phone)
    return list(
        PhoneNumber.objects.filter(phone_index=index, until=None)
        .select_related("user")
        .order_by("id")
    )


def is_official(user: User) -> bool:
    """Whether the person works in the portal, and so signs in by password and second factor."""
    if user.is_staff or user.is_superuser:
        return True
    still_open = Q(valid_to=None) | Q(valid_to__gte=clock.today())
    return Posting.objects.filter(still_open, user=user).exists()


def codes_today() -> int:
    """How many codes the portal has sent since midnight in Jakarta."""
    midnight = clock.now().astimezone(JAKARTA).replace(hour=0, minute=0, second=0, microsecond=0)
    return OneTimeCode.objects.filter(created_at__gte=midnight).count()


def masked_number(phone: str) -> str:
    """`+6281234567890` as `+62 812-••••-7890`, in one piece."""
    shown = re.sub(r"^\+62(\d{3})\d+(\d{4})$", r"+62 \1-••••-\2", phone)
    return shown.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")

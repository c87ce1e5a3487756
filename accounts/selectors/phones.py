"""Phone numbers of people, and who may sign in with one."""

import re

from django.conf import settings
from django.db.models import Q

from accounts.models import OneTimeCode, PhoneNumber, Posting, User
from common.dates import clock


def is_phone_sign_in_offered() -> bool:
    """Tell whether people may sign in by phone: codes can really be sent, or this is a demo."""
    return bool(settings.PHONE_SIGN_IN or settings.PORTAL_DEMO)


def current_number(user: User) -> PhoneNumber | None:
    """Return the person's number in use, or None."""
    return PhoneNumber.objects.filter(user=user, until=None).first()


def current_phone(user: User) -> str:
    """Return the person's phone number as `+628…`, or ''."""
    number = current_number(user)
    return number.phone if number else ""


def numbers_in_use(phone: str) -> list[PhoneNumber]:
    """Return the row of each person who uses `phone` (`+628…`), in the order they joined."""
    index = PhoneNumber.phone.index_of(phone)
    return list(
        PhoneNumber.objects.filter(phone_index=index, until=None)
        .select_related("user")
        .order_by("id")
    )


def must_use_password(user: User) -> bool:
    """Tell whether the person works in the portal and so may not sign in by phone.

    True for admin access and for any posting that has not ended, also one that begins later.
    Whether someone is an official today is `scope.is_official`.
    """
    if user.is_staff or user.is_superuser:
        return True
    not_ended = Q(valid_to=None) | Q(valid_to__gte=clock.today())
    return Posting.objects.filter(not_ended, user=user).exists()


def codes_today(*, to_strangers: bool) -> int:
    """Return how many codes went to strangers, or to those who proved their number before.

    Since midnight in Jakarta.
    """
    codes = OneTimeCode.objects.filter(created_at__gte=clock.midnight())
    return codes.filter(proof_index__isnull=to_strangers).count()


def masked_number(phone: str) -> str:
    """Return `+6281234567890` as `+62 812-••••-7890`, with characters that do not break."""
    masked = re.sub(r"^\+62(\d{3})\d+(\d{4})$", r"+62 \1-••••-\2", phone)
    return masked.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")

"""Requests of people about their data."""

from typing import Final

from django.db.models import QuerySet

from accounts.models import User
from data_rights.models import RightsRequest

_SHOWN: Final = 20


def own_requests(user: User) -> list[RightsRequest]:
    """Return the person's latest requests, newest first."""
    return list(RightsRequest.objects.filter(user=user).order_by("-id")[:_SHOWN])


def all_requests() -> QuerySet[RightsRequest]:
    """Return every request with its people, for those who answer them."""
    return RightsRequest.objects.select_related("user", "answered_by")

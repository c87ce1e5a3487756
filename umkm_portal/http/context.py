"""What the frame of every owner page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from accounts.selectors.phones import are_offered
from notifications.selectors.inbox import unread_count


def portal(request: HttpRequest) -> dict[str, Any]:
    """`portal` in templates; nothing in it asks the database until a template shows it."""
    return {
        "portal": {
            "demo": settings.PORTAL_DEMO,
            "phones": are_offered(),
            "is_official": SimpleLazyObject(lambda: _is_official(request)),
            "unread": SimpleLazyObject(lambda: _unread(request)),
            "verify_url": _address_if_served("verification"),
        }
    }


def _is_official(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request, "user", None), "is_staff", False))


def _unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    return unread_count(user)


def _address_if_served(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

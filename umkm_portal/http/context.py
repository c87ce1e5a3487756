"""The context processor for the layout of every owner page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from accounts.selectors.account_mark import account_mark
from accounts.selectors.phones import is_phone_sign_in_offered
from notifications.selectors.inbox import unread_count


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return `portal` for templates; what needs a query is read only when a template shows it."""
    return {
        "portal": {
            "demo": settings.PORTAL_DEMO,
            "phones": is_phone_sign_in_offered(),
            "is_official": SimpleLazyObject(lambda: _is_official(request)),
            "unread": SimpleLazyObject(lambda: _unread(request)),
            "account": SimpleLazyObject(lambda: _account(request)),
            "verify_url": _url_or_empty("verification"),
        }
    }


def _is_official(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request, "user", None), "is_staff", False))


def _account(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return account_mark(user) if user is not None and user.is_authenticated else ""


def _unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    return unread_count(user)


def _url_or_empty(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

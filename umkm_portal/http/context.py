"""The context processor for the layout of every owner page."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.selectors.account_mark import account_mark
from accounts.selectors.phones import is_phone_sign_in_offered
from common.web.own_paths import own_path
from notifications.selectors.inbox import unread_of_user
from supply.selectors.exporters import acts_for_exporter
from supply.selectors.orders.access import owns_orders

# Pages that are part of signing in: they lead on, not back to themselves.
_ACCOUNT_PAGES: Final = ("/masuk/", "/daftar/", "/keluar/", "/akun/")
_LONGEST: Final = 500


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return `portal` for templates; what needs a query is read only when a template shows it."""
    return {
        "portal": {
            "demo": settings.PORTAL_DEMO,
            "phones": is_phone_sign_in_offered(),
            "is_official": SimpleLazyObject(lambda: _is_official(request)),
            "menu": SimpleLazyObject(lambda: _menu(request)),
            "account": SimpleLazyObject(lambda: _account(request)),
            "verify_url": _url_or_empty("verification"),
            "after_sign_in": _after_sign_in(request),
        }
    }


def _after_sign_in(request: HttpRequest) -> str:
    """Return the query by which signing in leads back to this page; '' where that is useless."""
    here = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    if request.path.startswith(_ACCOUNT_PAGES):
        here = request.GET.get("next", "")
    then = own_path(here) if len(here) <= _LONGEST else ""
    return f"?{urlencode({'next': then})}" if then not in ("", "/") else ""


def _is_official(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request, "user", None), "is_staff", False))


def _account(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return account_mark(user) if user is not None and user.is_authenticated else ""


@dataclass(frozen=True)
class _Menu:
    """What a person's menu shows: how many messages are unread, and the entry of exporters.

    Who is one no longer still reads its orders.
    """

    unread: int = 0
    is_exporter: bool = False
    has_orders: bool = False


def _menu(request: HttpRequest) -> _Menu:
    """Return it with one query."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return _Menu()
    found = User.objects.filter(pk=user.pk).annotate(
        unread=unread_of_user(), is_exporter=acts_for_exporter(), has_orders=owns_orders()
    )
    row = found.values_list("unread", "is_exporter", "has_orders").first()
    return _Menu(*row) if row else _Menu()


def _url_or_empty(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

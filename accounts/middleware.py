"""Who is signed in: nobody whose session has ended, and no official before the second step.

Until the second step an official is a visitor to every page and endpoint, written or still to be
written; only the ways in and out know them.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from accounts.models import User
from accounts.selectors.second_factor import (
    Owed,
    factors_of,
    is_proven,
    must_prove_twice,
    owed_by,
    works_here,
)
from accounts.services import sessions

Handler = Callable[[HttpRequest], HttpResponse]
ADMIN: Final = "/admin/"
_SECOND_STEP: Final = "mfa_"
_WAYS_IN_AND_OUT: Final = frozenset({"account_logout", "account_reauthenticate", "set_language"})
_PROVING: Final = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
_TYPED: Final = ("reason", "note")


class ProvenPersonMiddleware:
    """Puts the proven person, or nobody, in the place of `request.user`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Looked at only when a page looks: many ask for nobody, and asking costs queries.
        signed_in = request.user
        request.user = SimpleLazyObject(  # type: ignore[assignment]
            partial(_person, request, signed_in)
        )
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Leads to what is owed; keeps what an official typed into a session that had ended."""
        name = _name_of(request)
        if request.path_info.startswith(ADMIN):
            if not request.user.is_authenticated and owed_by(request) is None:
                return _kept(request) if request.method == "POST" else None
            return _lead(request, request.get_full_path())
        if name == "account_login":
            return _lead(request, request.GET.get(REDIRECT_FIELD_NAME, ""))
        if name.startswith(_SECOND_STEP) and name not in _PROVING:
            return _prove_first(request)
        return None


def _person(request: HttpRequest, signed_in: Any) -> Any:
    if not signed_in.is_authenticated:
        return signed_in
    user = cast(User, signed_in)
    official = works_here(user)
    if sessions.is_over(request.session, official=official):
        request.session.flush()
        return AnonymousUser()
    sessions.touch(request.session, official=official)
    owed = _owed(request, user)
    request.owed = owed  # type: ignore[attr-defined]
    return AnonymousUser() if owed is not None and not _leads_on(request) else signed_in


def _owed(request: HttpRequest, user: User) -> Owed | None:
    if not must_prove_twice(user) or is_proven(user, get_authentication_records(request, user)):
        return None
    return Owed.PROVE if factors_of(user) else Owed.SET_UP


def _leads_on(request: HttpRequest) -> bool:
    name = _name_of(request)
    return name in _WAYS_IN_AND_OUT or name.startswith(_SECOND_STEP)


def _name_of(request: HttpRequest) -> str:
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return ""
    return match.view_name or ""


def _lead(request: HttpRequest, target: str) -> HttpResponse | None:
    owed = owed_by(request)
    if owed is None:
        return None
    return _redirect(_proving_page(request) if owed == Owed.PROVE else "mfa_index", target)


def _prove_first(request: HttpRequest) -> HttpResponse | None:
    """Whoever has a second factor uses it before they may look at or change it."""
    user = request.user
    if not isinstance(user, User) or not factors_of(user):
        return None
    if is_proven(user, get_authentication_records(request, user)):
        return None
    return _redirect(_proving_page(request), request.get_full_path())


def _proving_page(request: HttpRequest) -> str:
    user_id = request.session.get("_auth_user_id")
    has_codes = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists()
    return "mfa_reauthenticate" if has_codes else "mfa_reauthenticate_webauthn"


def _redirect(name: str, target: str) -> HttpResponse:
    query = f"?{urlencode({REDIRECT_FIELD_NAME: target})}" if target else ""
    return HttpResponseRedirect(f"{reverse(name)}{query}")


def _kept(request: HttpRequest) -> HttpResponse:
    """A page with what was typed, instead of a redirect that would lose it."""
    typed = "\n\n".join(text for name in _TYPED if (text := request.POST.get(name, "").strip()))
    sign_in = f"{settings.LOGIN_URL}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}"
    context = {
        "typed": typed,
        "sign_in": sign_in,
        "address": request.path,
        "form_name": request.POST.get("action", ""),
    }
    return render(request, "errors/session_ended.html", context, status=403)

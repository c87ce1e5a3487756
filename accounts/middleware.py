"""Who is signed in, and what was refused to them.

A person whose session has ended is not signed in, nor is an official before the second factor.

Until the second factor is used an official is a visitor to every page and endpoint, future ones
included; only the pages for signing in and out recognise them.
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
    PendingStep,
    factors_of,
    has_office_access,
    has_used_second_factor,
    pending_step,
    requires_second_factor,
)
from accounts.services import known_devices, sessions
from accounts.services.refusals import record_refusal

Handler = Callable[[HttpRequest], HttpResponse]
ADMIN: Final = "/admin/"
_SECOND_FACTOR_PAGES: Final = "mfa_"
_SIGN_IN_AND_OUT_PAGES: Final = frozenset(
    {"account_logout", "account_reauthenticate", "set_language"}
)
_VERIFICATION_PAGES: Final = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
_TEXT_FIELDS: Final = ("reason", "note")


class RefusalMiddleware:
    """Records which page or endpoint was refused to a person who is signed in.

    403, and 404 for a row: another person's row is answered like one that does not exist.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        is_refused = response.status_code == 403 or (
            response.status_code == 404 and match is not None and bool(match.kwargs)
        )
        if is_refused and match is not None and isinstance(request.user, User):
            record_refusal(request.user, f"{request.method} /{match.route}", response.status_code)
        return response


class KnownDeviceMiddleware:
    """Sets the cookie of a device that someone signed in with."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        known_devices.write_cookie(request, response)
        return response


class VerifiedUserMiddleware:
    """Makes `request.user` anonymous when the session has ended or a second factor is missing."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Lazy, because it costs queries and many pages do not need the person.
        signed_in = request.user
        request.user = SimpleLazyObject(  # type: ignore[assignment]
            partial(_verified_user, request, signed_in)
        )
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Redirect to the pending step; show an official the text posted to an ended session."""
        name = _name_of(request)
        if request.path_info.startswith(ADMIN):
            if not request.user.is_authenticated and pending_step(request) is None:
                return _session_ended_page(request) if request.method == "POST" else None
            return _redirect_to_pending_step(request, request.get_full_path())
        if name == "account_login":
            return _redirect_to_pending_step(request, request.GET.get(REDIRECT_FIELD_NAME, ""))
        if name.startswith(_SECOND_FACTOR_PAGES) and name not in _VERIFICATION_PAGES:
            return _verify_first(request)
        return None


def _verified_user(request: HttpRequest, signed_in: Any) -> Any:
    if not signed_in.is_authenticated:
        return signed_in
    user = cast(User, signed_in)
    official = has_office_access(user)
    if sessions.is_over(request.session, official=official):
        request.session.flush()
        return AnonymousUser()
    sessions.touch(request.session, official=official)
    step = _missing_step(request, user)
    request.pending_step = step  # type: ignore[attr-defined]
    return AnonymousUser() if step is not None and not _is_sign_in_page(request) else signed_in


def _missing_step(request: HttpRequest, user: User) -> PendingStep | None:
    if not requires_second_factor(user) or has_used_second_factor(
        user, get_authentication_records(request, user)
    ):
        return None
    return PendingStep.VERIFY if factors_of(user) else PendingStep.SET_UP


def _is_sign_in_page(request: HttpRequest) -> bool:
    name = _name_of(request)
    return name in _SIGN_IN_AND_OUT_PAGES or name.startswith(_SECOND_FACTOR_PAGES)


def _name_of(request: HttpRequest) -> str:
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return ""
    return match.view_name or ""


def _redirect_to_pending_step(request: HttpRequest, target: str) -> HttpResponse | None:
    step = pending_step(request)
    if step is None:
        return None
    return _redirect(
        _verification_page(request) if step == PendingStep.VERIFY else "mfa_index", target
    )


def _verify_first(request: HttpRequest) -> HttpResponse | None:
    """Require a person's second factor to be used before they may view or change it."""
    user = request.user
    if not isinstance(user, User) or not factors_of(user):
        return None
    if has_used_second_factor(user, get_authentication_records(request, user)):
        return None
    return _redirect(_verification_page(request), request.get_full_path())


def _verification_page(request: HttpRequest) -> str:
    user_id = request.session.get("_auth_user_id")
    has_codes = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists()
    return "mfa_reauthenticate" if has_codes else "mfa_reauthenticate_webauthn"


def _redirect(name: str, target: str) -> HttpResponse:
    query = f"?{urlencode({REDIRECT_FIELD_NAME: target})}" if target else ""
    return HttpResponseRedirect(f"{reverse(name)}{query}")


def _session_ended_page(request: HttpRequest) -> HttpResponse:
    """Render a page with the posted text, instead of a redirect that would lose it."""
    typed = "\n\n".join(
        text for name in _TEXT_FIELDS if (text := request.POST.get(name, "").strip())
    )
    sign_in = f"{settings.LOGIN_URL}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}"
    context = {
        "typed": typed,
        "sign_in": sign_in,
        "address": request.path,
        "form_name": request.POST.get("action", ""),
    }
    return render(request, "errors/session_ended.html", context, status=403)

"""Asking again for proof of identity, before something that an open session must not allow."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from accounts.selectors.phones import current_number, is_phone_sign_in_offered, must_use_password
from accounts.selectors.second_factor import factors_of
from accounts.shared.current_user import current_user
from common.dates import clock

_CONFIRMED: Final = "phone_confirmed"
View = Callable[..., HttpResponse]


def proof_required(view: View) -> View:
    """Ask a signed-in person for proof before the page opens; the page itself handles visitors.

    After the proof the page is opened, not the form sent again: it is filled in afterwards.
    """

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        again = ask_again(request) if request.user.is_authenticated else None
        return again or view(request, *args, **kwargs)

    return asking


def factor_required(view: View) -> View:
    """Ask whoever has a second factor for it; the page itself asks for the password."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        has_factor = request.user.is_authenticated and factors_of(current_user(request))
        again = ask_again(request) if has_factor else None
        return again or view(request, *args, **kwargs)

    return asking


def ask_again(request: HttpRequest, *, back: str = "") -> HttpResponseRedirect | None:
    """Return the redirect to the page that asks again, None where the proof is fresh.

    From there the person comes to the path `back`, without one to the page that was asked for.

    Whoever has a second factor proves that one, or uses a recovery code: the password alone is not
    enough. Others type their password, or a code sent to their number. Signing in does not count as
    proof, except by a code to a phone: another code costs money, and reaches whoever holds the
    phone. The proof is fresh for ACCOUNT_REAUTHENTICATION_TIMEOUT, a code for PHONE_PROOF_LIFETIME.
    """
    user = current_user(request)
    kinds = factors_of(user)
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    proofs = [
        record
        for record in get_authentication_records(request, user)
        if record.get("reauthenticated") and record.get("at", 0) > since
    ]
    if kinds:
        used = [proof.get("id") for proof in proofs if proof.get("method") == "mfa"]
        is_fresh = bool(used) and Authenticator.objects.filter(user=user, pk__in=used).exists()
    else:
        by_password = any(proof.get("method") == "password" for proof in proofs)
        is_fresh = by_password or is_confirmed_by_phone(request)
    return None if is_fresh else _to_proof(back or request.get_full_path(), user, kinds)


def mark_confirmed_by_phone(request: HttpRequest, user: User) -> None:
    """Record that `user` has just proved in this browser that they hold their number."""
    request.session[_CONFIRMED] = [user.pk, clock.now().timestamp()]


def is_confirmed_by_phone(request: HttpRequest) -> bool:
    """Tell whether the person proved it in this browser within PHONE_PROOF_LIFETIME."""
    owner, at = request.session.get(_CONFIRMED) or (None, 0.0)
    is_fresh = clock.now().timestamp() - float(at) < settings.PHONE_PROOF_LIFETIME.total_seconds()
    return bool(owner == request.user.pk and is_fresh)


def _to_proof(back: str, user: User, kinds: frozenset[str]) -> HttpResponseRedirect:
    query = urlencode({REDIRECT_FIELD_NAME: back})
    return HttpResponseRedirect(f"{reverse(_page(user, kinds))}?{query}")


def _page(user: User, kinds: frozenset[str]) -> str:
    """Return the name of the page where the person can prove who they are."""
    if kinds:
        has_codes = Authenticator.Type.TOTP in kinds
        return "mfa_reauthenticate" if has_codes else "mfa_reauthenticate_webauthn"
    if is_phone_sign_in_offered() and not must_use_password(user) and current_number(user):
        # It offers the password too, where there is one.
        return "account-phone-confirm"
    return "account_reauthenticate" if user.has_usable_password() else "account_reset_password"

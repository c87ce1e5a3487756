"""Pages of the second factor: allauth's, continuing to where the person was going."""

from typing import Any, Final

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.selectors.second_factor import factors_of, pending_step, requires_second_factor
from accounts.web.reauthentication import NewKeyOnProof

_NEXT: Final = "second_factor_next"


def _record_first_use(request: HttpRequest, kind: str) -> None:
    """Record the new factor as used, since setting it up proves possession.

    The session gets a new key together with its new rights.
    """
    factor = Authenticator.objects.filter(user=request.user, type=kind).latest("pk")
    record_authentication(
        request, request.user, "mfa", id=factor.pk, type=factor.type, reauthenticated=True
    )
    request.session.cycle_key()


class IndexView(base.IndexView):  # type: ignore[misc]  # untyped
    """Lists the factors; remembers where an official was going when they were redirected here."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        target = request.GET.get(REDIRECT_FIELD_NAME, "")
        if url_has_allowed_host_and_scheme(
            target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            request.session[_NEXT] = target
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "pending_step": pending_step(self.request),
            "is_set_up": bool(factors_of(self.request.user)),
            "is_required": requires_second_factor(self.request.user),
        }


class ActivateTotpView(totp.ActivateTOTPView):  # type: ignore[misc]
    """Sets up an authenticator application."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _record_first_use(self.request, Authenticator.Type.TOTP)
        return response


class AddKeyView(webauthn.AddWebAuthnView):  # type: ignore[misc]
    """Sets up a passkey."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _record_first_use(self.request, Authenticator.Type.WEBAUTHN)
        return response


class RecoveryCodesView(recovery_codes.ViewRecoveryCodesView):  # type: ignore[misc]
    """Shows the recovery codes, and a link to continue."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "continue_url": self.request.session.get(_NEXT, "")}


class ReauthenticateView(NewKeyOnProof, base.ReauthenticateView):  # type: ignore[misc]
    """Asks for a code again."""


class ReauthenticateKeyView(NewKeyOnProof, webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Asks for the passkey again."""


@method_decorator(login_required, name="dispatch")
class DownloadCodesView(recovery_codes.DownloadRecoveryCodesView):  # type: ignore[misc]
    """Downloads the recovery codes as a file."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **kwargs)
        response["Content-Disposition"] = 'attachment; filename="kode-cadangan.txt"'
        return response

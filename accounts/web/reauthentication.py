"""Proving again who one is, before a change that an open session alone must not make."""

from typing import Any

from allauth.account.views import ReauthenticateView
from django.http import HttpRequest, HttpResponse


class NewKeyOnProof:
    """Gives the session a new key together with its new rights."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.cycle_key()
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return response


class PasswordAgainView(NewKeyOnProof, ReauthenticateView):  # type: ignore[misc]  # untyped
    """Asks for the password again."""

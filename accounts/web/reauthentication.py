"""Typing the password again, before a change that an open session alone must not make."""

from typing import Any

from allauth.account.views import ReauthenticateView
from django.http import HttpResponse


class PasswordAgainView(ReauthenticateView):  # type: ignore[misc]  # untyped
    """Asks for the password again; the session gets a new key together with its new rights."""

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.cycle_key()
        response: HttpResponse = super().form_valid(form)
        return response

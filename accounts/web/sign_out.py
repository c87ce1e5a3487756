"""Signing out."""

from typing import Any

from allauth.account.views import LogoutView
from django.http import HttpResponse


class SignOutView(LogoutView):  # type: ignore[misc]  # untyped
    """The next person at this device finds nothing with the back button."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response

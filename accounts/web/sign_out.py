"""Signing out."""

from typing import Any

from allauth.account.views import LogoutView
from django.http import HttpResponse


class SignOutView(LogoutView):  # type: ignore[misc]  # untyped
    """Clears the browser: the next person sees nothing by the back button or on a kept page."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response

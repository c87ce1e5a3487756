"""The person who opens a page."""

from typing import cast

from django.http import HttpRequest
from rest_framework.request import Request

from accounts.models import User


def current_user(request: HttpRequest | Request) -> User:
    """Return the signed-in person without checking that there is one.

    Only for views that a decorator, a permission class or the admin already closes to visitors. An
    endpoint that visitors can reach uses `accounts.api.person.signed_in`, which answers 401.
    """
    return cast(User, request.user)

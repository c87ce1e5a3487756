"""Who is signed in."""

from typing import cast

from django.http import HttpRequest
from rest_framework.request import Request

from accounts.models import User


def current_user(request: HttpRequest | Request) -> User:
    """Return the signed-in person; only for views that let nobody else in."""
    return cast(User, request.user)

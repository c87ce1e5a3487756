"""Who asks."""

from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from accounts.models import User


def signed_in(request: Request) -> User:
    """The person behind the request; raises NotAuthenticated (401)."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user

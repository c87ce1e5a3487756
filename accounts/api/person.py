"""The person who calls an endpoint."""

from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from accounts.models import User


def signed_in(request: Request) -> User:
    """Return the signed-in person; raises NotAuthenticated (401) for a visitor.

    For endpoints that visitors can reach. Where a decorator or the admin already keeps visitors
    out, use `accounts.shared.current_user.current_user`, which checks nothing.
    """
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user

"""Who opens the officials' pages of exporters, requests and orders."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User
from accounts.shared.current_user import current_user
from supply.permissions import may_read


def reader_of(request: HttpRequest) -> User:
    """Return the official who reads the page; PermissionDenied for anyone else."""
    user = current_user(request)
    if not may_read(user):
        raise PermissionDenied
    return user

"""Who may open what in the admin: postings decide, Django's own permissions do not."""

from typing import Any, cast

from django.http import HttpRequest

from accounts.enums import OFFICIAL_ROLES
from accounts.models import User
from accounts.selectors.scope import roles_of
from common.admin import ModelAdmin


def official(request: HttpRequest) -> User:
    """Who is signed in; admin pages are only reached by people who are."""
    return cast(User, request.user)


def is_official(request: HttpRequest) -> bool:
    """True for whoever holds an official posting today, and for a superuser."""
    user = official(request)
    return user.is_superuser or bool(roles_of(user) & OFFICIAL_ROLES)


class ReadOnlyAdmin(ModelAdmin):
    """Rows that every official may read and nobody changes here."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_official(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_official(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

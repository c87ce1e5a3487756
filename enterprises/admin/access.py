"""Who may open what here: postings decide, Django's own permissions do not."""

from typing import Any

from django.http import HttpRequest

from accounts.models import User
from accounts.shared.current_user import current_user
from common.admin.base import ModelAdmin


def official(request: HttpRequest) -> User:
    """Who is signed in; admin pages are only reached by people who are."""
    return current_user(request)


class RegisterAdmin(ModelAdmin):
    """A list within the official's scope, read only."""

    actions = None
    ordering = ("-id",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

"""Base classes for rows that the admin shows and nobody edits there."""

from typing import Any

from django.http import HttpRequest

from accounts.selectors.scope import is_official
from accounts.shared.current_user import current_user
from common.admin.base import ModelAdmin


class ImmutableAdmin(ModelAdmin):
    """Rows that nobody adds, changes or deletes here; Django's permissions decide who sees them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(ImmutableAdmin):
    """Rows that every official may view: postings decide this, not Django's permissions."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_official(current_user(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_official(current_user(request))

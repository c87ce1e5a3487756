"""What every list that officials may only read has in common."""

from typing import Any

from django.http import HttpRequest

from accounts.selectors.scope import is_official
from accounts.shared.current_user import current_user
from common.admin.base import ModelAdmin


class ReadOnlyAdmin(ModelAdmin):
    """Rows that every official may read and nobody changes here.

    Postings decide who may open what; Django's own permissions do not.
    """

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_official(current_user(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_official(current_user(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

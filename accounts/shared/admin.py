"""The base class of rows that officials may view and nobody edits in the admin."""

from typing import Any

from django.http import HttpRequest

from accounts.selectors.scope import is_official
from accounts.shared.current_user import current_user
from common.admin.base import ImmutableAdmin


class ReadOnlyAdmin(ImmutableAdmin):
    """Rows that every official may view: postings decide this, not Django's permissions."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_official(current_user(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_official(current_user(request))

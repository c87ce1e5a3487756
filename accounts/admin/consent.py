"""What people were asked, and what they answered: both only grow."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import Consent, ConsentText
from common.admin import ModelAdmin


@admin.register(ConsentText)
class ConsentTextAdmin(ModelAdmin):
    """New words are a new version; a version is never changed."""

    list_display = ("purpose", "version", "valid_from")
    list_filter = ("purpose",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Consent)
class ConsentAdmin(ModelAdmin):
    """Read-only proof; withdrawals are found by the filter."""

    list_display = ("user", "text", "given", "channel", "language", "at")
    list_filter = ("given", "text__purpose")
    list_select_related = ("user", "text")
    search_fields = ("user__name", "user__email")
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

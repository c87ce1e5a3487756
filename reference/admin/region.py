"""Regencies: shown, not edited, since the ministry issues their codes."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from common.admin.base import ModelAdmin
from reference.models import Regency


@admin.register(Regency)
class RegencyAdmin(ModelAdmin):
    """Read-only list of the 38 regencies and cities."""

    list_display = ("code", "kind", "name", "bps_code")
    list_filter = ("kind",)
    search_fields = ("name", "code")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

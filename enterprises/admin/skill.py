"""The list of skills in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from common.admin.base import ModelAdmin
from enterprises.models import Skill


@admin.register(Skill)
class SkillAdmin(ModelAdmin):
    """Skills that owners count their workers by; extended here, never deleted."""

    list_display = ("name_id", "name_en", "sector")
    list_filter = ("sector",)
    fields = ("code", "sector", "name_id", "name_en")
    ordering = ("id",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Make the code of an existing skill read-only: workers are counted by it."""
        return ("code",) if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

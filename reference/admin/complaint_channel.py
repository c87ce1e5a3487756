"""Channels for complaints in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from common.admin.base import ModelAdmin
from reference.models import ComplaintChannel


@admin.register(ComplaintChannel)
class ComplaintChannelAdmin(ModelAdmin):
    """The channels that the help page and each file name for complaints."""

    list_display = ("name", "url", "legal_basis")
    fields = ("name", "url", "about_id", "about_en", "legal_basis", "position")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a channel is added with its file, and corrected here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

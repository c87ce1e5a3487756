"""Agencies, and the officials posted to them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Posting
from common.admin.base import ModelAdmin


@admin.register(Agency)
class AgencyAdmin(ModelAdmin):
    """Names are generic until an administrator writes the office's own."""

    list_display = ("name", "field", "regency")
    list_filter = ("field", "regency")
    list_select_related = ("regency",)
    search_fields = ("name", "code")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Posting)
class PostingAdmin(ModelAdmin):
    """A posting ends by its last day; it is not deleted, since old decisions refer to it."""

    list_display = ("user", "role", "agency", "valid_from", "valid_to")
    list_filter = ("role", "agency__field")
    list_select_related = ("user", "agency")
    search_fields = ("user__name", "user__email")
    word_fields = ("user__name", "user__email")
    search_help_text = _("Cari nama atau surel petugas")
    autocomplete_fields = ("user", "agency")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

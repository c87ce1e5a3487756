"""Numbers of SIKP, for whoever has its guide."""

from django.contrib import admin

from common.admin.base import ModelAdmin
from financing.models import SikpCode


@admin.register(SikpCode)
class SikpCodeAdmin(ModelAdmin):
    """The files only add, so a number entered here stays."""

    list_display = ("list", "label_id", "code", "confidence", "source")
    list_filter = ("list", "confidence")
    search_fields = ("label_id", "label_en")

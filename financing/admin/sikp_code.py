"""The codes of SIKP, to be filled in from its guide."""

from django.contrib import admin

from common.admin.base import ModelAdmin
from financing.models import SikpCode


@admin.register(SikpCode)
class SikpCodeAdmin(ModelAdmin):
    """One code; the loader only adds rows, so a number entered here is never overwritten."""

    list_display = ("list", "label_id", "code", "confidence", "source")
    list_filter = ("list", "confidence")
    search_fields = ("label_id", "label_en")

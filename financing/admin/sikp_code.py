"""The codes of SIKP, to be filled in from its guide."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.admin.base import ModelAdmin
from financing.models import SikpCode


@admin.register(SikpCode)
class SikpCodeAdmin(ModelAdmin):
    """One code; the loader only adds rows, so a number entered here is never overwritten."""

    list_display = ("label_id", "list", "code", "confidence", "source")
    list_filter = ("list", "confidence")
    search_fields = ("label_id", "label_en")
    search_help_text = _("Cari uraian")

    def get_exclude(self, request: HttpRequest, obj: SikpCode | None = None) -> tuple[str, ...]:
        """Leave the key out of an existing row's form: only code refers to it."""
        return ("name",) if obj else ()

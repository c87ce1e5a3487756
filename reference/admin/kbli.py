"""Classification codes of both editions."""

from django.contrib import admin

from common.admin import ModelAdmin
from reference.models import Kbli


@admin.register(Kbli)
class KbliAdmin(ModelAdmin):
    """Codes of the five sectors; more may be added."""

    list_display = ("code", "version", "title", "sector")
    list_filter = ("version", "sector")
    search_fields = ("code", "title")

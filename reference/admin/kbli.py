"""Classification codes of both editions."""

from django.contrib import admin

from common.admin.base import ModelAdmin
from reference.models import Kbli, KbliStep


@admin.register(Kbli)
class KbliAdmin(ModelAdmin):
    """Codes of the five sectors; more may be added."""

    list_display = ("code", "version", "title", "sector")
    list_filter = ("version", "sector")
    search_fields = ("code", "title", "words")


@admin.register(KbliStep)
class KbliStepAdmin(ModelAdmin):
    """The crosswalk; loading only adds rows, so a correction made here is kept."""

    list_display = ("old", "new", "confidence", "source")
    list_filter = ("confidence",)
    search_fields = ("old", "new")

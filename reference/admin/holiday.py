"""Corrections to the calendar of working days."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin.base import ModelAdmin
from reference.models import HolidayOverride


@admin.register(HolidayOverride)
class HolidayOverrideAdmin(ModelAdmin):
    """A day added to the closed days, or taken from them."""

    list_display = ("date", "name", "kind", "legal_basis")
    list_filter = ("is_working",)
    date_hierarchy = "date"

    @admin.display(description=_("menjadi"))
    def kind(self, day: HolidayOverride) -> Any:
        return _("hari kerja") if day.is_working else _("hari libur")

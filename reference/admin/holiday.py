"""Corrections to the calendar of working days."""

from django.contrib import admin

from common.admin import ModelAdmin
from reference.models import HolidayOverride


@admin.register(HolidayOverride)
class HolidayOverrideAdmin(ModelAdmin):
    """A day added to the closed days, or taken from them."""

    list_display = ("date", "name", "is_working", "legal_basis")
    list_filter = ("is_working",)
    date_hierarchy = "date"

"""Regencies: shown, not edited, since the ministry issues their codes."""

from django.contrib import admin

from common.admin.base import ImmutableAdmin
from reference.models import Regency


@admin.register(Regency)
class RegencyAdmin(ImmutableAdmin):
    """Read-only list of the 38 regencies and cities."""

    list_display = ("code", "kind", "name", "bps_code")
    list_filter = ("kind",)
    search_fields = ("name", "code")

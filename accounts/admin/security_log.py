"""The security log: what auditors of the province and administrators read, and nobody changes."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import SecurityEvent
from accounts.selectors.security_log import may_read_security_log
from common.admin.base import ImmutableAdmin
from common.admin.date_range import date_range
from common.admin.export import ExportColumn, ExportsList
from common.text.formats import datetime_wib


@admin.register(SecurityEvent)
class SecurityEventAdmin(ExportsList, ImmutableAdmin):
    """Who did what, to whom, when, from which address, under which request."""

    list_display = ("at", "action", "person", "role", "subject", "words", "reason", "address")
    list_filter = ("action", date_range("at", _("pada")))
    list_select_related = ("person", "subject")
    ordering = ("-id",)
    search_fields = ("person__name", "person__email")
    word_fields = ("person__name", "person__email")
    search_help_text = _("Cari nama atau email orang yang bertindak")
    fields = (*list_display, "request_id")
    actions = None
    export_name = "catatan-keamanan"
    export_columns = (
        ExportColumn(_("pada"), lambda row: datetime_wib(row.at)),
        ExportColumn(_("kejadian"), lambda row: str(row.get_action_display())),
        ExportColumn(_("oleh"), lambda row: str(row.person) if row.person else ""),
        ExportColumn(_("sebagai"), lambda row: row.role),
        ExportColumn(_("mengenai"), lambda row: str(row.subject) if row.subject else ""),
        ExportColumn(_("uraian"), lambda row: row.words),
        ExportColumn(_("alasan"), lambda row: row.reason),
        ExportColumn(_("alamat jaringan"), lambda row: row.address or ""),
        ExportColumn(_("nomor permintaan"), lambda row: row.request_id),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_read_security_log(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_read_security_log(request.user)

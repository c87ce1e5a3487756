"""Agencies, and the officials posted to them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.admin.person_field import PersonField
from accounts.models import Agency, Posting
from accounts.selectors.agencies import new_agency_code
from accounts.services.role_log import record_agency, record_posting
from accounts.shared.granting import GrantingAdmin
from common.admin.date_range import date_range
from common.admin.export import ExportColumn, ExportsList
from common.admin.widgets import SuggestInput


@admin.register(Agency)
class AgencyAdmin(GrantingAdmin):
    """Names are generic until an administrator writes the office's own.

    Kind, field and region limit what everyone posted there may see and do.
    """

    list_display = ("name", "kind", "field", "regency")
    list_filter = ("kind", "field", "regency")
    list_select_related = ("regency",)
    search_fields = ("name", "code")
    fields = ("name", "kind", "field", "regency")

    def save_model(self, request: HttpRequest, obj: Agency, form: Any, change: bool) -> None:
        if not obj.code:
            obj.code = new_agency_code(obj.name)
        super().save_model(request, obj, form, change)
        record_agency(obj, form.changed_data)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Posting)
class PostingAdmin(ExportsList, GrantingAdmin):
    """A posting ends by its last day; it is not deleted, since old decisions refer to it."""

    list_display = ("user", "role", "agency", "valid_from", "valid_to")
    list_filter = ("role", "agency__field", date_range("valid_from", _("mulai")))
    list_select_related = ("user", "agency")
    search_fields = ("user__name", "user__email")
    word_fields = ("user__name", "user__email")
    search_help_text = _("Cari nama atau email petugas")
    export_name = "penugasan"
    export_columns = (
        ExportColumn(_("petugas"), lambda row: row.user.name),
        ExportColumn(_("email"), lambda row: row.user.email or ""),
        ExportColumn(_("peran"), lambda row: str(row.get_role_display())),
        ExportColumn(_("dinas"), lambda row: row.agency.name),
        ExportColumn(_("sejak"), lambda row: row.valid_from),
        ExportColumn(_("sampai"), lambda row: row.valid_to),
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer a typed field with suggestions: there are too many people to choose from a list."""
        if db_field.name != "user":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        query = urlencode(
            {"app_label": "accounts", "model_name": "posting", "field_name": db_field.name}
        )
        return PersonField(
            label=capfirst(db_field.verbose_name),
            help_text=_("Email akunnya. Ketik sebagian nama atau email untuk melihat saran."),
            widget=SuggestInput(f"{reverse('admin:autocomplete')}?{query}"),
        )

    def save_model(self, request: HttpRequest, obj: Posting, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        record_posting(obj, is_new=not change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

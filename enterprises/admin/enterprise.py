"""The register of enterprises: read-only, searched by name or NIB."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from common.admin.date_range import date_range
from common.admin.export import ExportColumn, ExportsList
from common.admin.page import back_to_list, backoffice_page
from common.dates import clock
from common.text.formats import mask_tail
from enterprises.admin.filters import RegencyFilter, StandingFilter
from enterprises.admin.nik_correction import correction_page
from enterprises.admin.nik_search import NikResultFilter, search_page
from enterprises.admin.particulars import sections_of
from enterprises.models import Enterprise
from enterprises.permissions import (
    decides_claims,
    is_register_official,
    may_correct_nik,
    may_decide_in,
)
from enterprises.selectors.enterprises import register_of, search_with_people
from enterprises.selectors.members import claims_on, people_of
from enterprises.selectors.posts import posts_of
from enterprises.shared.enterprise_panel import panels_of

# Of its people and of its claims each, on the page of one enterprise.
_SHOWN = 50


@admin.register(Enterprise)
class EnterpriseAdmin(ExportsList, ReadOnlyAdmin):
    """Enterprises in the regions of the official's register office; numbers of people masked."""

    ordering = ("-id",)
    list_display = (
        "name",
        "nib_or_none",
        "masked_nik",
        "legal_form",
        "sector",
        "regency",
        "created_at",
    )
    list_filter = (
        RegencyFilter,
        StandingFilter,
        "sector",
        "legal_form",
        date_range("created_at", _("terdaftar")),
        NikResultFilter,
    )
    list_select_related = ("regency",)
    list_before_template = "admin/lists/nik_form.html"
    search_fields = ("nib",)
    word_fields = ("name",)
    search_help_text = _("Nama usaha, awal NIB (6 angka), nama atau email orangnya")
    export_name = "usaha"
    export_columns = (
        ExportColumn(_("nama usaha"), lambda row: row.name),
        ExportColumn("NIB", lambda row: row.nib or gettext("Belum ada")),
        ExportColumn(_("surat keterangan usaha"), lambda row: row.sku_number),
        ExportColumn(_("bentuk usaha"), lambda row: str(row.get_legal_form_display())),
        ExportColumn(_("sektor"), lambda row: str(row.get_sector_display())),
        ExportColumn("KBLI", lambda row: row.kbli),
        ExportColumn(_("edisi KBLI"), lambda row: row.kbli_version),
        ExportColumn(_("kabupaten/kota"), lambda row: str(row.regency)),
        ExportColumn(_("alamat"), lambda row: row.address),
        ExportColumn(_("mulai usaha"), lambda row: row.founded_on),
        ExportColumn(_("terdaftar pada"), lambda row: clock.local_date(row.created_at)),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Enterprise | None = None) -> bool:
        """Allow every register official; rows outside the scope are excluded by `get_queryset`."""
        user = current_user(request)
        return user.is_superuser or is_register_official(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enterprise]:
        return register_of(current_user(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Enterprise], search_term: str
    ) -> tuple[QuerySet[Enterprise], bool]:
        return search_with_people(queryset, search_term), False

    def get_urls(self) -> list[URLPattern]:
        nik_search = self.admin_site.admin_view(search_page)
        return [
            path("cari-nik/", nik_search, name="enterprises_enterprise_nik"),
            path(
                "<int:enterprise_id>/perbaiki-nik/",
                self.admin_site.admin_view(self.nik_view),
                name="enterprises_enterprise_nik_correction",
            ),
            *super().get_urls(),
        ]

    def nik_view(self, request: HttpRequest, enterprise_id: int) -> HttpResponse:
        """Let an official who decides claims in its region correct the NIK."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        enterprise = self.get_queryset(request).filter(pk=enterprise_id).first()
        if enterprise is None:
            raise Http404
        if not may_correct_nik(current_user(request), enterprise):
            raise PermissionDenied
        return correction_page(request, self.admin_site.each_context(request), enterprise)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the enterprise with its people, the claims on it, and what other apps know of it."""
        if request.method not in ("GET", "HEAD") or not self.has_view_permission(request):
            raise PermissionDenied
        enterprise = self.get_object(request, unquote(object_id))
        if enterprise is None:
            return back_to_list(request, self.model)
        user = current_user(request)
        context = {
            **self.admin_site.each_context(request),
            "title": enterprise.name,
            "enterprise": enterprise,
            "sections": sections_of(enterprise),
            "people": people_of(enterprise)[:_SHOWN],
            "posts": posts_of(enterprise)[:_SHOWN],
            "may_open_people": user.has_perm("accounts.view_user"),
            "claims": claims_on(enterprise)[:_SHOWN],
            "may_open_claims": user.is_superuser or decides_claims(user),
            "panels": panels_of(user, enterprise),
            # The page itself also checks whether the official acts for it.
            "may_correct_nik": may_decide_in(user, enterprise.regency_id),
        }
        return backoffice_page(request, "admin/backoffice/enterprise.html", context)

    @admin.display(description="NIB")
    def nib_or_none(self, item: Enterprise) -> str:
        return item.nib or gettext("Belum ada")

    @admin.display(description="NIK")
    def masked_nik(self, item: Enterprise) -> str:
        return mask_tail(item.nik)

"""The register of enterprises: read-only, searched by name or NIB."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from common.dates import clock
from common.formats import date_short, mask_tail, rupiah
from enterprises.admin.filters import RegencyFilter
from enterprises.admin.nik_search import NikResultFilter, search_page
from enterprises.models import Enterprise
from enterprises.permissions import is_register_official
from enterprises.selectors.classes import classes
from enterprises.selectors.enterprises import register_of, search


@admin.register(Enterprise)
class EnterpriseAdmin(ReadOnlyAdmin):
    """Enterprises in the regions of the official's register office; numbers of people masked."""

    ordering = ("-id",)
    list_display = (
        "name",
        "nib",
        "masked_nik",
        "legal_form",
        "sector",
        "regency",
        "since",
    )
    list_filter = (RegencyFilter, "sector", "legal_form", NikResultFilter)
    list_select_related = ("regency",)
    list_before_template = "admin/lists/nik_form.html"
    search_fields = ("nib",)
    word_fields = ("name",)
    search_help_text = _("Cari nama usaha atau NIB (13 angka)")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "name",
                    "form_name",
                    "nib",
                    "masked_nik",
                    "masked_npwp",
                    "phone",
                    "people",
                )
            },
        ),
        (
            _("Kegiatan"),
            {"fields": ("sector_name", "kbli", "kbli_version", "founded_on", "workers")},
        ),
        (_("Tempat"), {"fields": ("regency_name", "address")}),
        (
            _("Modal dan penjualan"),
            {
                "fields": (
                    "owner_capital_rupiah",
                    "loan_capital_rupiah",
                    "annual_sales_rupiah",
                    "umkm_classes",
                )
            },
        ),
        (None, {"fields": ("created_at", "updated_at")}),
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
        return search(queryset, search_term), False

    def get_urls(self) -> list[URLPattern]:
        nik_search = self.admin_site.admin_view(search_page)
        return [
            path("cari-nik/", nik_search, name="enterprises_enterprise_nik"),
            *super().get_urls(),
        ]

    @admin.display(description="NIK")
    def masked_nik(self, item: Enterprise) -> str:
        return mask_tail(item.nik)

    @admin.display(description="NPWP")
    def masked_npwp(self, item: Enterprise) -> str:
        return mask_tail(item.npwp)

    @admin.display(description=_("bentuk usaha"))
    def form_name(self, item: Enterprise) -> str:
        return item.get_legal_form_display()

    @admin.display(description=_("sektor"))
    def sector_name(self, item: Enterprise) -> str:
        return item.get_sector_display()

    @admin.display(description=_("kabupaten/kota"))
    def regency_name(self, item: Enterprise) -> str:
        return str(item.regency)

    @admin.display(description=_("terdaftar pada"))
    def since(self, item: Enterprise) -> str:
        return date_short(item.created_at)

    @admin.display(description=_("pelaku usaha dan pendamping"))
    def people(self, item: Enterprise) -> str:
        members = item.members.filter(until__isnull=True).select_related("user").order_by("id")
        return ", ".join(f"{m.user} ({m.get_role_display()})" for m in members)

    @admin.display(description=_("modal sendiri"))
    def owner_capital_rupiah(self, item: Enterprise) -> str:
        return rupiah(item.owner_capital)

    @admin.display(description=_("modal pinjaman"))
    def loan_capital_rupiah(self, item: Enterprise) -> str:
        return rupiah(item.loan_capital)

    @admin.display(description=_("hasil penjualan tahunan"))
    def annual_sales_rupiah(self, item: Enterprise) -> str:
        return rupiah(item.annual_sales)

    @admin.display(description=_("kelas usaha"))
    def umkm_classes(self, item: Enterprise) -> str:
        pair = classes(item, clock.today())
        by_capital = f"{pair.by_capital.label} ({pair.capital_basis})"
        return f"{by_capital}; {pair.by_sales.label} ({pair.sales_basis})"

"""Products in the admin: read by officials of the region, who record visits to the workshop."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from common.admin.page import back_to_list, backoffice_page
from common.dates import clock
from common.errors import DomainError
from common.identity.hs_codes import hs_text
from common.text.formats import date_short, number, rupiah
from common.web.fields import DayField, WholeField
from common.web.form_errors import show_errors
from enterprises.admin.filters import ProductRegencyFilter
from enterprises.models import Product
from enterprises.permissions import is_register_official, may_verify_capacity
from enterprises.selectors.products import certificates_of, register_of_products
from enterprises.services.capacity_visits import MAX_NOTE, record_visit


class VisitForm(forms.Form):
    """What a visit found."""

    found = WholeField(
        label=_("Buah yang dapat dibuat dalam satu pekan biasa"),
        error_messages={"required": _("Isi jumlah yang dapat dibuat.")},
    )
    visited_on = DayField(
        label=_("Dikunjungi pada"), error_messages={"required": _("Isi tanggal kunjungannya.")}
    )
    note = forms.CharField(
        label=_("Catatan"),
        required=False,
        max_length=MAX_NOTE,
        help_text=_("Misalnya jumlah perajin dan mesin. Jangan menulis NIK."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@admin.register(Product)
class ProductAdmin(ReadOnlyAdmin):
    """Products of enterprises in the regions of the official; nobody edits what owners state."""

    ordering = ("-id",)
    list_display = (
        "name_id",
        "enterprise_name",
        "regency_name",
        "sector",
        "weekly_capacity",
        "visit",
        "shown_in_catalogue",
    )
    list_filter = (ProductRegencyFilter, "sector", "shown_in_catalogue")
    list_select_related = ("enterprise__regency",)
    search_fields = ("name_id", "enterprise__nib")
    word_fields = ("name_id",)
    search_help_text = _("Nama produk atau NIB")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Product | None = None) -> bool:
        """Allow every register official; rows outside the scope are excluded by `get_queryset`."""
        user = current_user(request)
        return user.is_superuser or is_register_official(user)

    def has_change_permission(self, request: HttpRequest, obj: Product | None = None) -> bool:
        return obj is not None and may_verify_capacity(current_user(request), obj.enterprise)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        return register_of_products(current_user(request))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the product; POST records a visit."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        product = self.get_object(request, unquote(object_id))
        if product is None and request.method == "POST":
            raise PermissionDenied
        if product is None:
            return back_to_list(request, self.model)
        may_visit = product.archived_at is None and self.has_change_permission(request, product)
        if request.method == "POST" and not may_visit:
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else None
        form = VisitForm(sent, initial={"visited_on": clock.today()})
        status = 400 if sent is not None else 200
        if form.is_valid():
            try:
                record_visit(current_user(request), product.pk, **form.cleaned_data)
            except DomainError as error:
                show_errors(form, error)
                status = error.status
            else:
                messages.success(
                    request, gettext("Kunjungan dicatat; pengelola usaha diberi tahu.")
                )
                return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": product.name_id,
            "product": product,
            "rows": _rows(product),
            "certificates": certificates_of(product),
            "form": form if may_visit else None,
        }
        return backoffice_page(request, "admin/backoffice/product.html", context, status)

    @admin.display(description=_("usaha"))
    def enterprise_name(self, item: Product) -> str:
        return item.enterprise.name

    @admin.display(description=_("kabupaten/kota"))
    def regency_name(self, item: Product) -> str:
        return str(item.enterprise.regency)

    @admin.display(description=_("dikunjungi"))
    def visit(self, item: Product) -> str:
        if item.capacity_verified_on is None:
            return gettext("Belum")
        return f"{number(item.verified_capacity or 0)} · {date_short(item.capacity_verified_on)}"


def _rows(product: Product) -> list[tuple[str, str]]:
    """Return label and value of what an official reads before a visit."""
    size = [product.length_mm, product.width_mm, product.height_mm]
    rows = [
        (gettext("Sektor"), str(product.get_sector_display())),
        (gettext("Bahan"), product.material_id),
        (gettext("Kode HS"), hs_text(product.hs_code)),
        ("KBLI", f"{product.kbli} ({product.kbli_version})"),
        (gettext("Ukuran"), " × ".join(f"{each} mm" for each in size if each)),
        (gettext("Harga satu buah"), f"{rupiah(product.price)} {product.incoterm}"),
        (gettext("Pesanan paling sedikit"), number(product.moq)),
        (gettext("Kapasitas menurut usaha"), number(product.weekly_capacity)),
        (gettext("Kapasitas yang dipakai"), number(product.trusted_capacity)),
    ]
    return [(label, value) for label, value in rows if value]

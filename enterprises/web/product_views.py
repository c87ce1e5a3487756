"""Products of a person's enterprise: list, add, change, show in the catalogue, archive."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.shared.changed_by import changed_by
from accounts.shared.current_user import current_user
from common.edits.merging import ChangedMeanwhile
from common.errors import Conflict, DomainError, InvalidInput
from common.lists.paging import keyset_page
from common.web.form_errors import show_errors
from common.web.form_pages import status_of_form
from enterprises.models import Product
from enterprises.policies.hs_headings import is_usual
from enterprises.selectors.products import certificate_keys, own_product, products_of
from enterprises.selectors.shortfalls import short_weeks
from enterprises.services.product_data import FIELDS, values_of
from enterprises.services.products import (
    add_product,
    archive_product,
    change_product,
    product_row,
    set_in_catalogue,
)
from enterprises.shared.own_enterprise import own_enterprise
from enterprises.web.owner_access import owner_page
from enterprises.web.product_forms import ProductForm
from enterprises.web.shortfall_words import warn_of

PAGE = 20
SHOW, HIDE, ARCHIVE = "tampilkan", "sembunyikan", "arsipkan"


@owner_page
@require_safe
def products(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """List the products that the enterprise sells, with their cover and what is lacking."""
    enterprise = own_enterprise(request, enterprise_id)
    try:
        page = keyset_page(
            products_of(enterprise), order=("-id",), cursor=request.GET.get("hal"), size=PAGE
        )
    except InvalidInput:
        return redirect("enterprise-products", enterprise.pk)
    context = {
        "enterprise": enterprise,
        "products": page.items,
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return render(request, "usaha/produk.html", context)


@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_product(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Add a product; its classification begins as the enterprise's."""
    enterprise = own_enterprise(request, enterprise_id)
    initial = {
        "sector": enterprise.sector,
        "kbli": enterprise.kbli,
        "kbli_version": enterprise.kbli_version,
    }
    form = ProductForm(
        enterprise, request.POST if request.method == "POST" else None, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            product = add_product(current_user(request), enterprise, form.product_data)
        except (InvalidInput, Conflict) as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Produk tersimpan. Tambahkan fotonya."))
            _hint(request, product)
            return redirect("enterprise-product-photos", enterprise.pk, product.uid)
    context = {"form": form, "enterprise": enterprise, "product": None}
    return render(request, "usaha/produk_isi.html", context, status=status_of_form(form))


@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def product(request: HttpRequest, enterprise_id: int, product_uid: UUID) -> HttpResponse:
    """Change a product, show it in the catalogue or not, or archive it.

    What others changed since the page was shown is not overwritten unseen (409).
    """
    current = own_product(current_user(request), enterprise_id, product_uid)
    for action in (SHOW, HIDE, ARCHIVE):
        if request.method == "POST" and action in request.POST:
            return _act(request, current, action)
    if current.archived_at is not None:
        messages.info(request, _("Produk ini sudah diarsipkan."))
        return redirect("enterprise-products", enterprise_id)
    stored = values_of(current, certificate_keys(current))
    form = ProductForm(
        current.enterprise, request.POST if request.method == "POST" else None, initial=stored
    )
    shown = form.guard(product_row(current), stored)
    if request.method == "POST" and form.is_valid():
        user = current_user(request)
        names = [name for name in FIELDS if name in form.fields]
        try:
            saved = change_product(user, current, form.product_data, names=names, shown=shown)
        except ChangedMeanwhile as error:
            form.explain(error.merge, changed_by(user, error.merge.conflicts))
        except (InvalidInput, Conflict) as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Produk tersimpan."))
            _hint(request, current)
            _warn(request, current, saved)
            return redirect("enterprise-products", enterprise_id)
    context = {"form": form, "enterprise": current.enterprise, "product": current}
    return render(request, "usaha/produk_isi.html", context, status=status_of_form(form))


def _act(request: HttpRequest, current: Product, action: str) -> HttpResponse:
    user = current_user(request)
    try:
        if action == ARCHIVE:
            archive_product(user, current)
            messages.success(request, _("Produk diarsipkan."))
            return redirect("enterprise-products", current.enterprise_id)
        set_in_catalogue(user, current, shown=action == SHOW)
    except (InvalidInput, Conflict) as error:
        messages.error(request, error.message)
    else:
        said = (
            _("Produk ini sekarang boleh dilihat siapa saja di katalog.")
            if action == SHOW
            else _("Produk ini tidak lagi tampil di katalog.")
        )
        messages.success(request, said)
    return redirect("enterprise-product", current.enterprise_id, current.uid)


def _refuse(form: ProductForm, error: DomainError) -> None:
    show_errors(form, error)
    if not isinstance(error, InvalidInput):
        form.status = error.status


def _hint(request: HttpRequest, current: Product) -> None:
    if not is_usual(current.hs_code, current.sector):
        messages.warning(
            request,
            _("Kode HS itu jarang dipakai di sektor ini. Periksa lagi; bila benar, biarkan."),
        )


def _warn(request: HttpRequest, before: Product, saved: Product) -> None:
    """Name the weeks in which more is promised than a lower weekly capacity leaves."""
    if saved.trusted_capacity < before.trusted_capacity:
        warn_of(request, short_weeks(saved.enterprise_id))

"""The public export catalogue: the list, a product, a maker."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.errors import InvalidInput
from common.identity.hs_codes import hs_text
from common.lists.paging import Page, keyset_page
from common.web.form_pages import status_of_form
from common.web.refusals import refusals_as_pages
from enterprises.models import Product
from enterprises.selectors.products import open_photos, with_photos
from supply.selectors import catalogue
from supply.shared.languages import alternates, in_its_language, page_url
from supply.web.catalogue.forms import CatalogueForm

_PAGE = 24
CURSOR = "hal"


@in_its_language
@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """List the products that match, newest first."""
    form = CatalogueForm(request.GET)
    page: Page[Product] = Page([], None, None)
    status = 200
    if form.is_valid():
        rows = with_photos(catalogue.found(form.filters()))
        try:
            page = keyset_page(rows, order=("-id",), cursor=request.GET.get(CURSOR), size=_PAGE)
        except InvalidInput:
            page = keyset_page(rows, order=("-id",), cursor=None, size=_PAGE)
            status = 400
    chosen = {name: form.data[name] for name in form.fields if form.data.get(name)}
    context = {
        "form": form,
        "shown": catalogue.shown(page.items),
        "is_filtered": bool(chosen),
        "next_url": _address(chosen, page.next),
        "previous_url": _address(chosen, page.previous),
        **alternates("catalogue", query=urlencode(chosen)),
    }
    answer = status if status != 200 else status_of_form(form)
    return render(request, "katalog/daftar.html", context, status=answer)


@in_its_language
@refusals_as_pages
@require_safe
def product(request: HttpRequest, product_id: int) -> HttpResponse:
    """Show one product with what a buyer needs to ask for it."""
    found = catalogue.product_in_catalogue(product_id)
    context = {
        "product": found,
        "hs": hs_text(found.hs_code),
        "pool": catalogue.shown([found])[0].pool,
        "photos": open_photos(found),
        "certificates": catalogue.certificates_of(found),
        "request_url": f"{page_url('buyer-request-new')}?produk={found.pk}",
        **alternates("catalogue-product", found.pk),
    }
    return render(request, "katalog/produk.html", context)


@in_its_language
@refusals_as_pages
@require_safe
def maker(request: HttpRequest, maker_id: int) -> HttpResponse:
    """Show a maker: where, since when, its products and certificates; nothing of its people."""
    enterprise, own = catalogue.maker_in_catalogue(maker_id)
    context = {
        "maker": enterprise,
        "shown": catalogue.shown(own),
        "visited_on": max((each.visited_on for each in own if each.visited_on), default=None),
        "certificates": catalogue.certificates_of_maker(enterprise),
        **alternates("catalogue-maker", enterprise.pk),
    }
    return render(request, "katalog/pembuat.html", context)


def _address(chosen: dict[str, Any], cursor: str | None) -> str:
    return f"?{urlencode({**chosen, CURSOR: cursor})}" if cursor else ""

"""Addresses of the catalogue, of buyers' requests and of exporters."""

from typing import Any

from django.urls import URLPattern, path

from supply.shared.languages import ENGLISH
from supply.web.buyers import views as buyers
from supply.web.catalogue import views as catalogue
from supply.web.requests import views as exporters


def _both(name: str, view: Any, indonesian: str, english: str) -> list[URLPattern]:
    """Return the addresses of a page in both languages."""
    return [
        path(f"katalog/{indonesian}", view, {"language": "id"}, name=name),
        path(f"en/catalogue/{english}", view, {"language": "en"}, name=f"{name}{ENGLISH}"),
    ]


urlpatterns = [
    *_both("catalogue", catalogue.products, "", ""),
    *_both(
        "catalogue-product",
        catalogue.product,
        "produk/<row:product_id>/",
        "product/<row:product_id>/",
    ),
    *_both("catalogue-maker", catalogue.maker, "pembuat/<row:maker_id>/", "maker/<row:maker_id>/"),
    *_both("buyer-request-new", buyers.new_request, "permintaan/", "request/"),
    *_both("buyer-request-sent", buyers.request_sent, "permintaan/terkirim/", "request/sent/"),
    *_both("buyer-request", buyers.own_request, "permintaan/saya/", "request/mine/"),
    path("ekspor/", exporters.requests, name="export-requests"),
    path("ekspor/permintaan/tulis/", exporters.new_request, name="export-request-new"),
    path("ekspor/<row:buyer_request_id>/", exporters.one_request, name="export-request"),
    path(
        "ekspor/<row:buyer_request_id>/berkas/<uuid:file_uid>/",
        exporters.request_file,
        name="export-request-file",
    ),
]

"""URLs under /usaha/."""

from django.urls import path

from common.web.primary_keys import ROW
from enterprises.web import (
    capacity_views,
    claim_views,
    consent_views,
    notice_views,
    opening_views,
    people_views,
    photo_views,
    product_views,
    skill_views,
    viewer_views,
    views,
)

_ONE = f"<{ROW}:enterprise_id>/"

urlpatterns = [
    path("", views.enterprises, name="enterprises"),
    path("daftar/", views.register_enterprise, name="enterprise-register"),
    path("klaim/", claim_views.claim_enterprise, name="enterprise-claim"),
    path(_ONE, views.enterprise, name="enterprise"),
    path(f"{_ONE}dibuka/", opening_views.openings, name="enterprise-openings"),
    path(f"{_ONE}orang/", people_views.people, name="enterprise-people"),
    path(f"{_ONE}persetujuan/", consent_views.consent, name="enterprise-consent"),
    path(
        f"{_ONE}persetujuan/formulir/", consent_views.consent_form, name="enterprise-consent-form"
    ),
    path(f"{_ONE}persetujuan/cetak/", consent_views.consent_print, name="enterprise-consent-print"),
    path(f"{_ONE}pemberitahuan/", notice_views.notices, name="enterprise-notices"),
    path(f"{_ONE}pemberitahuan/<{ROW}:notice_id>/", notice_views.slip, name="enterprise-notice"),
    path(f"{_ONE}produk/", product_views.products, name="enterprise-products"),
    path(f"{_ONE}produk/baru/", product_views.new_product, name="enterprise-product-new"),
    path(f"{_ONE}produk/<uuid:product_uid>/", product_views.product, name="enterprise-product"),
    path(
        f"{_ONE}produk/<uuid:product_uid>/foto/",
        photo_views.photos,
        name="enterprise-product-photos",
    ),
    path(
        f"{_ONE}produk/<uuid:product_uid>/foto/<uuid:photo_uid>/",
        photo_views.own_small_photo,
        name="enterprise-product-photo",
    ),
    path(f"{_ONE}kapasitas/", capacity_views.capacity, name="enterprise-capacity"),
    path(f"{_ONE}kapasitas/penjualan/", capacity_views.sale, name="enterprise-sale"),
    path(f"{_ONE}kapasitas/eksportir/", viewer_views.viewers, name="enterprise-capacity-viewers"),
    path(f"{_ONE}tenaga/", skill_views.skills, name="enterprise-skills"),
    path(f"{_ONE}ubah/", views.edit_enterprise, name="enterprise-edit"),
]

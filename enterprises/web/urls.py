"""URLs under /usaha/."""

from django.urls import path, register_converter

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


class RowId:
    """A primary key of up to 18 digits; longer ones match no URL (404)."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(RowId, "enterprise_id")

urlpatterns = [
    path("", views.enterprises, name="enterprises"),
    path("daftar/", views.register_enterprise, name="enterprise-register"),
    path("klaim/", claim_views.claim_enterprise, name="enterprise-claim"),
    path("<enterprise_id:enterprise_id>/", views.enterprise, name="enterprise"),
    path(
        "<enterprise_id:enterprise_id>/dibuka/", opening_views.openings, name="enterprise-openings"
    ),
    path("<enterprise_id:enterprise_id>/orang/", people_views.people, name="enterprise-people"),
    path(
        "<enterprise_id:enterprise_id>/persetujuan/",
        consent_views.consent,
        name="enterprise-consent",
    ),
    path(
        "<enterprise_id:enterprise_id>/persetujuan/formulir/",
        consent_views.consent_form,
        name="enterprise-consent-form",
    ),
    path(
        "<enterprise_id:enterprise_id>/persetujuan/cetak/",
        consent_views.consent_print,
        name="enterprise-consent-print",
    ),
    path(
        "<enterprise_id:enterprise_id>/pemberitahuan/",
        notice_views.notices,
        name="enterprise-notices",
    ),
    path(
        "<enterprise_id:enterprise_id>/pemberitahuan/<enterprise_id:notice_id>/",
        notice_views.slip,
        name="enterprise-notice",
    ),
    path(
        "<enterprise_id:enterprise_id>/produk/",
        product_views.products,
        name="enterprise-products",
    ),
    path(
        "<enterprise_id:enterprise_id>/produk/baru/",
        product_views.new_product,
        name="enterprise-product-new",
    ),
    path(
        "<enterprise_id:enterprise_id>/produk/<uuid:product_uid>/",
        product_views.product,
        name="enterprise-product",
    ),
    path(
        "<enterprise_id:enterprise_id>/produk/<uuid:product_uid>/foto/",
        photo_views.photos,
        name="enterprise-product-photos",
    ),
    path(
        "<enterprise_id:enterprise_id>/produk/<uuid:product_uid>/foto/<uuid:photo_uid>/",
        photo_views.own_small_photo,
        name="enterprise-product-photo",
    ),
    path(
        "<enterprise_id:enterprise_id>/kapasitas/",
        capacity_views.capacity,
        name="enterprise-capacity",
    ),
    path(
        "<enterprise_id:enterprise_id>/kapasitas/penjualan/",
        capacity_views.sale,
        name="enterprise-sale",
    ),
    path(
        "<enterprise_id:enterprise_id>/kapasitas/eksportir/",
        viewer_views.viewers,
        name="enterprise-capacity-viewers",
    ),
    path("<enterprise_id:enterprise_id>/tenaga/", skill_views.skills, name="enterprise-skills"),
    path("<enterprise_id:enterprise_id>/ubah/", views.edit_enterprise, name="enterprise-edit"),
]
